"""`rules test`: the examples of a rulebook, run as tests."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import FILE_OR_PACK, RULEBOOK
from bot.cli.progress import progress
from bot.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.replay.examples import Tested
    from bot.rulebook.schema import Rule

Results = list[tuple["Rule", list["Tested"]]]
"""Each rule with its examples."""


def test(
    file: Annotated[str | None, typer.Argument(metavar=FILE_OR_PACK, help=RULEBOOK)] = None,
    rule: Annotated[str | None, typer.Option(help="Only the rule of this id.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an example.")] = False,
) -> None:
    """Run every example through the real path with the real model, and say which fail and why.

    `match` must fire its rule, `no_match` must not. An example is a text, or a small conversation
    such as `[{ann: "hi"}, {bob: "go away", reply: 1, after: 30s}]`: a match must fire with its last
    line, a no-match with none. A line may also have `roles`, `in`, `joined`, `created`.

    For an example that fails, every condition is shown with its value and what it needs, the guard,
    and whatever else held the rule back. Exit status: 0 all do as they should, 1 some do not, 2 the
    rulebook cannot be used.

    Example: `python -m bot rules test rules/mine.yaml --rule personal-attack`
    """
    results = asyncio.run(_try(file, rule))
    tested = [one for _, many in results for one in many]
    failed = [one for one in tested if not one.passed]
    if as_json:
        for one in tested:
            print(json.dumps(_shape(one), ensure_ascii=False))
    else:
        _report(results, failed)
        print(f"{len(tested) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise typer.Exit(1)


async def _try(file: str | None, wanted: str | None) -> Results:
    from bot.app import running
    from bot.config import read_settings
    from bot.replay.examples import examples_of, try_examples

    settings = read_settings(rules=file, database_url="sqlite:///:memory:")
    async with running(settings, []) as app:
        rules = _wanted(app.rulebook.rules, wanted)
        results: Results = [(rule, []) for rule in rules]
        by_id = {rule.id: many for rule, many in results}
        with progress("examples", sum(len([*examples_of(one)]) for one in rules)) as step:
            async for one in try_examples(settings, app.rulebook, app.scorer, rules):
                by_id[one.rule.id].append(one)
                step()
    return results


def _wanted(rules: "tuple[Rule, ...]", wanted: str | None) -> "tuple[Rule, ...]":
    from bot.rulebook.mistakes import nearest

    ids = [rule.id for rule in rules]
    if wanted is not None and wanted not in ids:
        raise ConfigError(f"rules test: no rule `{wanted}`{nearest(wanted, ids)}")
    return tuple(rule for rule in rules if wanted in (None, rule.id))


def _shape(one: "Tested") -> dict[str, object]:
    from bot.cli.explained import briefly, shape_of

    return {
        "rule": one.rule.id,
        "text": one.text,
        "line": one.line,
        "lines": [{line.by: line.text} for line in one.lines],
        "should": one.should,
        "did": one.did,
        "passed": one.passed,
        "why": briefly(one.told),
        "told": shape_of(one.told),
    }


def _report(results: Results, failed: "Sequence[Tested]") -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        _table(console, results)
    else:
        for rule, many in results:
            print(f"{rule.id}: {_counted(rule, many)}")
    for one in failed:
        _failure(console, one)


def _table(console: "Console", results: Results) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("rule", "examples", "")
    for rule, many in results:
        sound = all(one.passed for one in many)
        word, colour = ("passed", "green") if sound else ("failed", "bold red")
        table.add_row(rule.id, _counted(rule, many), Text(word if many else "", colour))
    console.print(table)


def _counted(rule: "Rule", many: "Sequence[Tested]") -> str:
    if rule.mode == "off":
        return "off, so not tested"
    if not many:
        return "no examples"
    return f"{sum(one.passed for one in many)} of {len(many)} examples pass"


def _failure(console: "Console", one: "Tested") -> None:
    """What was said, up to the line that tells, and all that decided about it."""
    from bot.cli.explained import clean, lines

    wish = "should match" if one.should else "should not match"
    console.print(f"\nFAIL {one.rule.id} {wish}: {clean(one.text)}", style="bold", soft_wrap=True)
    for said in one.lines[: one.line] if len(one.lines) > 1 else ():
        console.print(clean(f"     {said.by}: {said.text}"), soft_wrap=True)
    for line in lines(one.told):
        console.print(line, soft_wrap=True)
