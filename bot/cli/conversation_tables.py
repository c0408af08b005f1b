"""An evaluation of conversations as tables; `Object`s are as in `bot.evaluation.quarrels`."""

from rich.console import Console
from rich.markup import escape

from bot.cli.number_tables import Object, cell, columns, heading, plain_console


def show(whole: Object) -> None:
    """Print it."""
    console = plain_console()
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
    heading(console, "Alarms", "flare-ups heard in time, and harmless talks that raise one")
    table = columns("", "flare-ups", "in time", "early", "late", "missed", "harmless", "false")
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
    console.print(", ".join(f"{name} {cell(value)}" for name, value in shares.items()))
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
    heading(console, title, rest)
    table = columns("signal", "yes", "no", "AUC", "95 %", "best accuracy", "from")
    for name, one in overall[key].items():
        bounds = "-" if one["auc"] is None else f"{cell(one['auc_low'])}-{cell(one['auc_high'])}"
        counts = f"{one['positives']:,}", f"{one['negatives']:,}"
        table.add_row(
            name, *counts, cell(one["auc"]), bounds, cell(one["accuracy"]), cell(one["at"])
        )
    console.print(table)
