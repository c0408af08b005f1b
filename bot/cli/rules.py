"""`rules`: look after the rulebook."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import ConfigError, RulebookError

rules = typer.Typer(
    name="rules",
    help="Look after the rulebook: `check` it, `test` its examples, or `init` one of your own.",
    no_args_is_help=True,
)


@rules.command()
def check(
    file: Annotated[
        str | None, typer.Argument(help="A rulebook in YAML; default: the one in force.")
    ] = None,
) -> None:
    """Show every mistake of a rulebook at once, each with its line, its column and what is wrong.

    The rulebook in force is the one that RULES names, else ./rules/default.yaml, else the packaged
    one. Exit status: 0 fine, 1 mistakes, 2 the file cannot be read.
    """
    from bot.config import read_settings
    from bot.library import find
    from bot.rulebook.load import loads

    name, text = find(file or read_settings().rules or None)
    try:
        rulebook = loads(text, name)
    except RulebookError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    count = len(rulebook.rules)
    print(f"{name}: {count} {'rule' if count == 1 else 'rules'}, fine")


@rules.command()
def init(
    pack: Annotated[str, typer.Argument(help="A packaged rulebook.")] = "default",
    to: Annotated[
        Path | None, typer.Option(help="Where to write it; default: ./rules/PACK.yaml.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file.")] = False,
) -> None:
    """Write an editable copy of a packaged rulebook; a file that is there is left alone.

    A copy in ./rules/default.yaml is in force at once; set RULES for one in another place.
    """
    from bot import library

    text, place = library.pack(pack), to or Path("rules") / f"{pack}.yaml"
    try:
        if place.exists() and not force:
            raise ConfigError(f"{place}: is there already; --force overwrites it")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{place}: {error.strerror or error}") from None
    print(f"{place}: an editable copy of the {pack} pack")
