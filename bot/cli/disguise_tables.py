"""What disguises hide as tables for people; `Object`s have the form of `bot.evaluation.hidden`."""

import sys

from rich.console import Console
from rich.table import Table

from bot.cli.evaluation_tables import WIDTH, Object


def show(whole: Object) -> None:
    """Print it."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    data, honest = whole["data"], whole["honest"]
    toxic = sum(data["toxic"].values())
    name = whole["scorer"] + f" ({whole['model']})" * (whole["model"] != whole["scorer"])
    console.print(f"{toxic:,} toxic and {honest['rows']:,} honest messages, seed {data['seed']}")
    console.print(f"{name}: likely from toxicity {whole['likely']:g}", markup=False)
    _title(console, "Toxic messages", "the share that is flagged, of those that a way changes")
    console.print(
        "beside it the same of honest messages: where these are flagged too, recall is cheap"
    )
    console.print(_ways(whole["ways"]))
    _about_ways(console, whole["overall"], whole["ways"])
    _title(console, "Honest messages", "how far reading moves their toxicity")
    console.print(_moves({"all": honest} | honest["languages"]))


def _title(console: Console, title: str, rest: str) -> None:
    console.print(f"\n[bold]{title}[/bold]: {rest}")


def _ways(ways: Object) -> Table:
    table = _table("way", "messages", "as it is", "disguised", "points", "honest", "disguised")
    for way, one in ways.items():
        points = "-" if one["points"] is None else f"{one['points']:+.1f}"
        shares = (_cell(one[key]) for key in ("before", "after"))
        honest = (_cell(one["honest"][key]) for key in ("before", "after"))
        table.add_row(way, f"{one['rows']:,}", *shares, points, *honest)
    return table


def _about_ways(console: Console, overall: Object, ways: Object) -> None:
    if overall["worst"] is None:
        return
    worst = f"{overall['worst']}, {ways[overall['worst']]['points']:+.1f}"
    console.print(
        f"{overall['within']} of {overall['ways']} ways lose at most 10 points; "
        f"on average {overall['points']:+.1f}; the worst: {worst}\n"
        f"flagged of honest messages in disguise, on average: {_cell(overall['honest_after'])}"
    )


def _moves(parts: Object) -> Table:
    table = _table("language", "messages", "mean", "99 %", "largest", "share from .05 on")
    for lang, one in parts.items():
        numbers = (_cell(one[key]) for key in ("mean", "p99", "largest", "moved"))
        table.add_row(lang or "?", f"{one['rows']:,}", *numbers)
    return table


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
