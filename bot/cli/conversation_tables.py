"""An evaluation of conversations as tables; `Object`s are as in `bot.evaluation.quarrels`."""

import sys
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

Object = dict[str, Any]
WIDTH = 100
"""Where the output is no terminal."""


def show(whole: Object) -> None:
    """Print it."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    data, overall = whole["data"], whole["overall"]
    ids = "" if data["ids"] == "all" else f" with {data['ids']} ids"
    console.print(
        f"{overall['conversations']:,} conversations{ids}, {overall['messages']:,} messages; "
        f"{whole['model']}, {whole['rulebook']}",
        markup=False,
    )
    _alarms(console, whole)
    _people(console, overall)
    _signals(console, overall, "signals", "Conversations", "the highest value against flaring up")
    _signals(console, overall, "turns", "Messages", "the value against being hostile")


def _alarms(console: Console, whole: Object) -> None:
    console.print(
        "\n[bold]Alarms[/bold]: flare-ups heard in time, and harmless talks that raise one"
    )
    table = _table("", "flare-ups", "in time", "early", "late", "missed", "harmless", "false")
    for name, one in (
        *whole["languages"].items(),
        *whole["kinds"].items(),
        ("all", whole["overall"]),
    ):
        counts = (one[key] for key in ("flare_ups", "in_time", "premature", "late", "missed"))
        table.add_row(
            escape(name) or "?", *map(str, counts), str(one["harmless"]), str(one["false_alarms"])
        )
    console.print(table)
    overall = whole["overall"]
    shares = {
        "recall": overall["recall"],
        "precision": overall["precision"],
        "F1": overall["f1"],
        "false alarms": overall["false_alarm_share"],
    }
    console.print(", ".join(f"{name} {_cell(value)}" for name, value in shares.items()))
    if (lead := overall["lead"]) is not None:
        console.print(
            f"alarm {lead['median']:+g} turns from the onset "
            f"(half of them {lead['low']:+g} to {lead['high']:+g})"
        )
    if overall["calm_messages"]:
        console.print(
            f"{overall['calm_alarms']:,} alarms on {overall['calm_messages']:,} calm messages "
            f"({overall['calm_alarms_per_1000']:.1f} per 1,000)"
        )


def _people(console: Console, overall: Object) -> None:
    for many in ("trolls", "targets"):
        if overall[many]:
            console.print(f"{many} named: {overall[f'{many}_named']} of {overall[many]}")


def _signals(console: Console, overall: Object, key: str, title: str, rest: str) -> None:
    if not overall[key]:
        return
    console.print(f"\n[bold]{title}[/bold]: {rest}")
    table = _table("signal", "yes", "no", "AUC", "95 %", "best accuracy", "from")
    for name, one in overall[key].items():
        bounds = "-" if one["auc"] is None else f"{_cell(one['auc_low'])}-{_cell(one['auc_high'])}"
        counts = f"{one['positives']:,}", f"{one['negatives']:,}"
        table.add_row(
            name, *counts, _cell(one["auc"]), bounds, _cell(one["accuracy"]), _cell(one["at"])
        )
    console.print(table)


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
