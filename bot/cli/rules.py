"""`rules`: look after the rulebook."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import FILE_OR_PACK, RULEBOOK
from bot.errors import ConfigError, RulebookError

if TYPE_CHECKING:
    from bot.rulebook.schema import Rulebook

rules = typer.Typer(
    name="rules",
    help="Look after the rulebook: `check` it, `test` it, `explain` a text, `init` a copy.",
    no_args_is_help=True,
)


@rules.command()
def check(
    file: Annotated[str | None, typer.Argument(metavar=FILE_OR_PACK, help=RULEBOOK)] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as mistakes.")] = False,
) -> None:
    """Show every mistake of a rulebook at once, each with its line, its column and what is wrong.

    A warning is something legal but suspicious. The rulebook in force is the one that RULES names,
    else ./rules/default.yaml, else the packaged one. Exit status: 0 fine, 1 mistakes (with
    `--strict` also warnings), 2 the file cannot be read.
    """
    from bot.config import read_settings
    from bot.library import rulebook
    from bot.rulebook.pointing import pointed

    settings = read_settings()
    try:
        book = rulebook(file or settings.rules or None, settings.timezone)
    except RulebookError as error:
        for remark in error.remarks:
            print(pointed(remark, error.texts), file=sys.stderr)
        raise typer.Exit(1) from None
    for remark in book.warnings:
        print(pointed(remark, book.sources), file=sys.stderr)
    print(_verdict(book))
    if book.warnings and strict:
        raise typer.Exit(1)


def _verdict(book: "Rulebook") -> str:
    rules, warnings = len(book.rules), len(book.warnings)
    count = f"{rules} {'rule' if rules == 1 else 'rules'}"
    said = f"{warnings} {'warning' if warnings == 1 else 'warnings'}" if warnings else "fine"
    return f"{next(iter(book.sources))}: {count}, {said}"


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
