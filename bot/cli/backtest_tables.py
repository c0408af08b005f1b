"""A backtest as tables for people."""

import sys
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

Object = dict[str, Any]
PAIRS = 10
"""Pairs of rules that hit the same messages; those that share most come first."""
WIDTH = 110
"""Where the output is no terminal."""


def show(whole: Object) -> None:
    """Print it; the form of `whole` is that of `bot.backtest.report`."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    _history(console, whole["history"])
    for key in ("rulebook", "other"):
        if key in whole:
            _rulebook(console, whole[key])
    if "differences" in whole:
        _differences(console, whole)
    else:
        _samples(console, whole["rulebook"]["rules"])


def _history(console: Console, history: Object) -> None:
    if not history["messages"]:
        console.print("no messages")
        return
    console.print(
        f"{_many(history['messages'], 'message')} of {_many(history['members'], 'member')} in "
        f"{_many(history['conversations'], 'conversation')}, "
        f"{history['from'][:16]} to {history['to'][:16]} UTC"
    )
    if history["unscored"]:
        console.print(f"{_many(history['unscored'], 'message')} without scores: unknown to rules")


def _rulebook(console: Console, book: Object) -> None:
    console.print(f"\n[bold]{escape(book['name'])}[/bold] ({book['hash']})")
    table = Table("rule", "mode", box=None, pad_edge=False)
    for heading in ("hits", "share", "members", "undecided"):
        table.add_column(heading, justify="right")
    table.add_column("would be done")
    table.add_column("managers agree (95 %)")
    for rule in book["rules"]:
        undecided = f"{rule['undecided']:,}"
        table.add_row(rule["id"], rule["mode"], *_numbers(rule), undecided, *_did(rule))
    table.add_row("[bold]any rule[/bold]", "", *_numbers(book), "", *_did(book))
    console.print(table)
    console.print(
        f"{_many(book['cases'], 'case')}; violations, as managers see it, that no rule hits: "
        f"{book['missed']:,}"
    )
    for pair in book["overlap"][:PAIRS]:
        console.print(f"  {' and '.join(pair['rules'])} share {_many(pair['messages'], 'message')}")


def _numbers(hits: Object) -> tuple[str, str, str]:
    return f"{hits['hits']:,}", f"{hits['share']:.2%}", f"{hits['members']:,}"


def _did(hits: Object) -> tuple[str, str]:
    """What would be done, and how often managers found it right."""
    done = ", ".join(f"{name} {one['count']:,}" for name, one in hits["actions"].items())
    found = hits["precision"]
    if found["share"] is None:
        return done, "-"
    decided = found["right"] + found["wrong"]
    return done, (
        f"{found['right']:,} of {decided:,}: {found['share']:.0%} "
        f"({found['low']:.0%} to {found['high']:.0%})"
    )


def _differences(console: Console, whole: Object) -> None:
    found = whole["differences"]
    name = escape(whole["other"]["name"])
    console.print(f"\n{_many(found['messages'], 'message')} would be judged otherwise by {name}")
    for kind, words in (("gained", "also hits"), ("lost", "no longer hits")):
        for rule, count in found[f"rules_{kind}"].items():
            console.print(f"\n[bold]{rule}[/bold] {words} {_many(count, 'message')}:")
            for one in found["samples"][kind][rule]:
                _sample(console, one)


def _samples(console: Console, rules: list[Object]) -> None:
    for rule in rules:
        if rule["samples"]:
            shown = f"{len(rule['samples'])} of {_many(rule['hits'], 'hit')}"
            console.print(f"\n[bold]{rule['id']}[/bold], {shown}:")
        for one in rule["samples"]:
            _sample(console, one)


def _sample(console: Console, one: Object) -> None:
    """On one line, and nothing in it that a terminal would obey."""
    line = f"{one['at'][:16]} {one['author']}: {one['text']}"
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in line).split())
    console.print(f"  {shown}", markup=False, no_wrap=True, overflow="ellipsis")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
