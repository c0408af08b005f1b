"""`rules test`: the examples of a rulebook, run as tests."""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.replay.examples import Tried


def test(
    file: Annotated[
        str | None, typer.Argument(help="A rulebook in YAML; default: the one in force.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an example.")] = False,
) -> None:
    """Run every example through the real path with the real model, and say which fail and why.

    Exit status: 0 all do as they should, 1 some do not, 2 the rulebook cannot be used.
    """
    tried = asyncio.run(_try(file))
    failed = [one for one in tried if not one.passed]
    if as_json:
        for one in tried:
            print(json.dumps(_shown(one), ensure_ascii=False))
    else:
        _report(tried, failed)
    if failed:
        raise typer.Exit(1)


async def _try(file: str | None) -> "list[Tried]":
    from rich.console import Console
    from rich.progress import Progress

    from bot.app import running
    from bot.config import read_settings
    from bot.platforms.tied import Tied
    from bot.replay.examples import PLATFORM, try_examples

    settings = read_settings(rules=file, database_url="sqlite:///:memory:")
    console = Console(stderr=True)
    async with running(settings, [Tied(PLATFORM)]) as app:
        with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
            total = sum(
                len(rule.examples.match) + len(rule.examples.no_match)
                for rule in app.rulebook.rules
            )
            task = bar.add_task("examples", total=total)
            tried = []
            async for one in try_examples(app, app.rulebook):
                tried.append(one)
                bar.advance(task)
    return tried


def _shown(one: "Tried") -> dict[str, object]:
    return {
        "rule": one.rule,
        "text": one.text,
        "should": one.should,
        "did": one.did,
        "passed": one.passed,
        "why": one.why,
    }


def _report(tried: "list[Tried]", failed: "list[Tried]") -> None:
    for rule in dict.fromkeys(one.rule for one in tried):
        mine = [one for one in tried if one.rule == rule]
        print(f"{rule}: {sum(one.passed for one in mine)} of {len(mine)} examples pass")
    for one in failed:
        wish = "should match" if one.should else "should not match"
        print(f"FAIL {one.rule} {wish}: {one.text!r}\n     {one.why}")
    print(f"{len(tried) - len(failed)} passed, {len(failed)} failed")
