"""What disguises hide as tables for people; `Object`s have the form of `bot.evaluation.hidden`."""

from rich.console import Console
from rich.table import Table

from bot.cli.number_tables import Object, cell, columns, heading, plain_console


def show(whole: Object) -> None:
    """Print it."""
    console = plain_console()
    data, honest = whole["data"], whole["honest"]
    toxic = sum(data["toxic"].values())
    name = whole["scorer"] + f" ({whole['model']})" * (whole["model"] != whole["scorer"])
    console.print(f"{toxic:,} toxic and {honest['rows']:,} honest messages, seed {data['seed']}")
    console.print(f"{name}: likely from toxicity {whole['likely']:g}", markup=False)
    heading(console, "Toxic messages", "the share that is flagged, of those that a way changes")
    console.print(
        "beside it the same of honest messages: where these are flagged too, recall is cheap"
    )
    console.print(_ways(whole["ways"]))
    _about_ways(console, whole["overall"], whole["ways"])
    heading(console, "Honest messages", "how far reading moves their toxicity")
    console.print(_moves({"all": honest} | honest["languages"]))


def _ways(ways: Object) -> Table:
    table = columns("way", "messages", "as it is", "disguised", "points", "honest", "disguised")
    for way, one in ways.items():
        points = "-" if one["points"] is None else f"{one['points']:+.1f}"
        shares = (cell(one[key]) for key in ("before", "after"))
        honest = (cell(one["honest"][key]) for key in ("before", "after"))
        table.add_row(way, f"{one['rows']:,}", *shares, points, *honest)
    return table


def _about_ways(console: Console, overall: Object, ways: Object) -> None:
    if overall["worst"] is None:
        return
    worst = f"{overall['worst']}, {ways[overall['worst']]['points']:+.1f}"
    console.print(
        f"{overall['within']} of {overall['ways']} ways lose at most 10 points; "
        f"on average {overall['points']:+.1f}; the worst: {worst}\n"
        f"flagged of honest messages in disguise, on average: {cell(overall['honest_after'])}"
    )


def _moves(parts: Object) -> Table:
    table = columns("language", "messages", "mean", "99 %", "largest", "share from .05 on")
    for lang, one in parts.items():
        numbers = (cell(one[key]) for key in ("mean", "p99", "largest", "moved"))
        table.add_row(lang or "?", f"{one['rows']:,}", *numbers)
    return table
