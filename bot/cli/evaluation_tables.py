"""An evaluation as tables for people; `Object`s have the form of `bot.evaluation.report`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.number_tables import Object, cell, heading, plain_console

NAME = 19
"""Characters of a scorer's name that are shown."""


def show(whole: Object) -> None:
    """Print it."""
    console = plain_console()
    data, found = whole["data"], whole["scorers"]
    _about(console, data, found)
    heading(
        console, "Labels", "AUC (95 % interval), average precision (AP), calibration error (ECE)"
    )
    console.print(_labels(found, [one["overall"] for one in found]))
    _languages(console, found)
    if len(data["files"]) > 1:
        for name in data["files"]:
            heading(console, escape(name), f"{data['files'][name]:,} messages")
            parts = [one["files"][name]["overall"] for one in found]
            console.print(_labels(found, parts))
    _kinds(console, found, "harmless_kinds", "per_1000", "Harmless kinds", "flagged per 1,000")
    _kinds(console, found, "hostile_kinds", "share", "Hostile kinds", "share that is flagged")
    _identity(console, found)


def _about(console: Console, data: Object, found: list[Object]) -> None:
    files = len(data["files"])
    line = f"{sum(data['files'].values()):,} messages of {files} file{'s' * (files > 1)}"
    if data["every"] > 1:
        line += f", of every {data['every']} lines the first"
    if data["limit"]:
        line += f", at most {data['limit']:,} of each file"
    console.print(line)
    for ours, theirs in data["renamed"].items():
        console.print(f"{ours} is the original label {theirs}", markup=False)
    for one in data["left_out"]:
        place = f"{one['file']}:{one['line']}"
        console.print(
            f"{place}: original label {one['label']} is {one['value']!r}, so it does not count "
            "in this file",
            markup=False,
        )
    for one in found:
        cuts = ", ".join(f"{label} {cut:g}" for label, cut in one["likely"].items())
        name = "" if one["model"] == one["scorer"] else f" ({one['model']})"
        console.print(f"{one['scorer']}{name}: likely from {cuts}", markup=False)


def _table(found: list[Object], first: str, *numbers: str) -> Table:
    """A column for the scorer only where there are several."""
    table = Table(box=None, pad_edge=False, collapse_padding=len(found) > 1)
    table.add_column(first, no_wrap=True)
    if len(found) > 1:
        table.add_column("scorer", no_wrap=True, max_width=NAME)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _add(table: Table, found: list[Object], first: str, rows: Iterable[list[str] | None]) -> None:
    """A row for each scorer that has one, the first cell being said once."""
    for one, cells in zip(found, rows, strict=True):
        if cells is not None:
            name = [escape(Path(one["scorer"]).name)] if len(found) > 1 else []
            table.add_row(first, *name, *cells)
            first = ""


def _labels(found: list[Object], parts: list[Object]) -> Table:
    headings = ("yes", "no", "AUC", "95 %", "AP", "prec.", "recall", "F1", "ECE")
    table = _table(found, "label", *headings)
    for label in _keys(part["labels"] for part in parts):
        _add(table, found, label, (_label(part["labels"].get(label)) for part in parts))
    return table


def _label(one: Object | None) -> list[str] | None:
    if one is None:
        return None
    bounds = "-" if one["auc"] is None else f"{cell(one['auc_low'])}-{cell(one['auc_high'])}"
    names = ("average_precision", "precision", "recall", "f1", "calibration_error")
    counts = f"{one['positives']:,}", f"{one['negatives']:,}"
    return [*counts, cell(one["auc"]), bounds, *(cell(one[name]) for name in names)]


def _languages(console: Console, found: list[Object]) -> None:
    """The AUC alone: a column for each language."""
    languages = list(found[0]["languages"])
    if len(languages) < 2:  # noqa: PLR2004 - one language is the whole
        return
    heading(console, "Languages", "AUC; the rest is in --json")
    table = _table(found, "label", *(lang or "?" for lang in languages))
    for label in _keys(one["overall"]["labels"] for one in found):
        rows = (
            [cell(part["labels"].get(label, {}).get("auc")) for part in one["languages"].values()]
            if label in one["overall"]["labels"]
            else None
            for one in found
        )
        _add(table, found, label, rows)
    console.print(table)


def _kinds(
    console: Console, found: list[Object], key: str, unit: str, title: str, rest: str
) -> None:
    kinds = list(_keys(one["overall"][key] for one in found))
    if not kinds:
        return
    heading(console, title, f"{rest}, by toxicity alone and by any hostile label")
    table = _table(found, "kind", "messages", "toxicity", "any")
    shown = cell if unit == "share" else _thousandths
    for kind in kinds:
        rows = (one["overall"][key][kind] for one in found)
        cells = (
            [f"{row['rows']:,}", shown(row[f"toxicity_{unit}"]), shown(row[f"any_{unit}"])]
            for row in rows
        )
        _add(table, found, kind, cells)
    console.print(table)


def _identity(console: Console, found: list[Object]) -> None:
    if found[0]["overall"]["identity"] is None:
        return
    heading(console, "Identity", "harmless messages that name a group of people, flagged falsely")
    table = _table(found, "by", "named", "of", "others", "of", "gap", "95 %")
    for which in ("toxicity", "any"):
        cells = (_gap(one["overall"]["identity"], which) for one in found)
        _add(table, found, which, cells)
    console.print(table)


def _gap(one: Object, which: str) -> list[str] | None:
    gap = one["gap"][which]
    if gap is None:
        return None
    counts = [f"{one[side][key]:,}" for side in ("named", "others") for key in (which, "rows")]
    return [*counts, f"{gap['share']:+.3f}", f"{gap['low']:+.3f} to {gap['high']:+.3f}"]


def _keys(many: Iterable[Object]) -> Iterator[str]:
    """All keys, each once, as they come."""
    return iter(dict.fromkeys(key for one in many for key in one))


def _thousandths(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"
