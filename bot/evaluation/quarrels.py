"""What the alarms of an evaluation of conversations are worth, as one plain object.

    {"data": {"files": {name: conversations}, "messages", "ids"}, "model", "rulebook",
     "overall": P, "languages": {lang: P}, "kinds": {kind: P}, "files": {name: P}}

P is one part of the conversations:

    {"conversations", "messages", "flare_ups", "in_time", "premature", "late", "missed", "recall",
     "harmless", "false_alarms", "false_alarm_share", "precision", "f1",
     "lead": {"median", "low", "high"} or null,
     "trolls", "trolls_named", "targets", "targets_named",
     "calm_messages", "calm_alarms", "calm_alarms_per_1000",
     "signals": {signal: S}, "turns": {signal: S}}

The alarm is the first message on which people are asked to look, or on which something is done and
a rule fires that asks for a high signal about what goes on between people
(`bot.evaluation.listen.QUARREL`). It is in time from `EARLY` turns
before the onset to `LATE` after; earlier it is premature, which is no hit. Where a flare-up has no
known onset any alarm is in time. Precision counts the conversations with an alarm. `lead` is the
alarm's turn less the onset, negative before it: the median and the quartiles of flare-ups that had
one. A troll or target is named when a case gives them that part, and no other person the troll's.
Calm messages are labelled harmless, or unlabelled in a harmless conversation; `calm_alarms` are
those with an alarm.

`signals` hold the highest value of each signal in a conversation against whether it flares up, and
`turns` the value at each message against whether it is labelled hostile. S is

    {"positives", "negatives", "auc", "auc_low", "auc_high", "accuracy", "at"}

where `accuracy` is the best that a cut can do, from `at` on. Null is a number that does not exist.
Floats have four digits.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from bot import signals
from bot.evaluation import metrics
from bot.evaluation.listen import Heard
from bot.evaluation.measured import DIGITS, Object
from bot.registry import modules

Pair = tuple[bool, float]
EARLY, LATE = 3, 1
"""Turns before the onset, and after it, between which an alarm is in time."""


def report(found: Sequence[Heard], model: str, rulebook: str, ids: str) -> Object:
    """The whole of it."""

    def parts(key: str) -> Object:
        values = dict.fromkeys(getattr(one.talk, key) for one in found)
        return {
            value: part([one for one in found if getattr(one.talk, key) == value])
            for value in values
        }

    files = parts("file")
    return {
        "data": {
            "files": {name: one["conversations"] for name, one in files.items()},
            "messages": sum(len(one.turns) for one in found),
            "ids": ids,
        },
        "model": model,
        "rulebook": rulebook,
        "overall": part(found),
        "languages": parts("lang"),
        "kinds": parts("kind"),
        "files": files,
    }


def part(found: Sequence[Heard]) -> Object:
    """Everything about some of the conversations."""
    return {
        "conversations": len(found),
        "messages": sum(len(one.turns) for one in found),
        **_alarms(found),
        **_named(found),
        **_calm(found),
        "signals": dict(_measured(_highest(found))),
        "turns": dict(_measured(_each(found))),
    }


def when(one: Heard) -> str:
    """How the alarm of a flare-up stands to its onset."""
    if one.alarm is None:
        return "missed"
    onset = one.talk.onset
    if onset is None or onset - EARLY <= one.alarm <= onset + LATE:
        return "in_time"
    return "premature" if one.alarm < onset else "late"


def _alarms(found: Sequence[Heard]) -> Object:
    flares = [one for one in found if one.talk.flares]
    harmless = [one for one in found if one.talk.flares is False]
    times = [when(one) for one in flares]
    hits, false = times.count("in_time"), sum(one.alarm is not None for one in harmless)
    raised = sum(one.alarm is not None for one in flares) + false
    return {
        "flare_ups": len(flares),
        **{name: times.count(name) for name in ("in_time", "premature", "late", "missed")},
        "recall": _share(hits, len(flares)),
        "harmless": len(harmless),
        "false_alarms": false,
        "false_alarm_share": _share(false, len(harmless)),
        "precision": _share(hits, raised),
        "f1": _share(2 * hits, len(flares) + raised),
        "lead": _lead(flares),
    }


def _lead(flares: Sequence[Heard]) -> Object | None:
    leads = [
        one.alarm - one.talk.onset
        for one in flares
        if one.alarm is not None and one.talk.onset is not None
    ]
    if not leads:
        return None
    low, middle, high = (float(value) for value in np.percentile(leads, (25, 50, 75)))
    return {"median": middle, "low": low, "high": high}


def _named(found: Sequence[Heard]) -> Object:
    trolls = [one for one in found if one.talk.troll is not None]
    targets = [one for one in found if one.talk.target is not None]
    return {
        "trolls": len(trolls),
        "trolls_named": sum(_with(one, "troll") == {one.talk.troll} for one in trolls),
        "targets": len(targets),
        "targets_named": sum(one.talk.target in _with(one, "target") for one in targets),
    }


def _with(one: Heard, role: str) -> set[str]:
    return {who for who, given in one.roles if given == role}


def _calm(found: Sequence[Heard]) -> Object:
    calm = [
        heard.alarm
        for one in found
        for turn, heard in zip(one.talk.turns, one.turns, strict=True)
        if (one.talk.flares if turn.hostile is None else turn.hostile) is False
    ]
    share = _share(1000 * sum(calm), len(calm))
    return {"calm_messages": len(calm), "calm_alarms": sum(calm), "calm_alarms_per_1000": share}


def _highest(found: Iterable[Heard]) -> Iterator[tuple[str, Pair]]:
    for one in found:
        if one.talk.flares is not None:
            for name in _numbers():
                values = [turn.signals.get(name) for turn in one.turns]
                known = [float(value) for value in values if isinstance(value, int | float)]
                if known:
                    yield name, (one.talk.flares, max(known))


def _each(found: Iterable[Heard]) -> Iterator[tuple[str, Pair]]:
    for one in found:
        for turn, heard in zip(one.talk.turns, one.turns, strict=True):
            if turn.hostile is not None:
                for name in _numbers():
                    value = heard.signals.get(name)
                    if isinstance(value, int | float):
                        yield name, (turn.hostile, float(value))


def _numbers() -> list[str]:
    """The signals that say how much or how likely, from 0 to 1."""
    return [name for name, file in modules(signals).items() if file.KIND in {"score", "share"}]


def _measured(pairs: Iterable[tuple[str, Pair]]) -> Iterator[tuple[str, Object]]:
    gathered: dict[str, list[Pair]] = {}
    for name, pair in pairs:
        gathered.setdefault(name, []).append(pair)
    for name, many in gathered.items():
        truth = np.array([one for one, _ in many], dtype=bool)
        values = np.array([value for _, value in many], dtype=float)
        positives = int(truth.sum())
        negatives = len(truth) - positives
        area = metrics.auc(truth, values)
        low, high = (None, None) if area is None else metrics.auc_bounds(area, positives, negatives)
        accuracy, at = metrics.best_cut(truth, values)
        numbers = {"auc": area, "auc_low": low, "auc_high": high, "accuracy": accuracy, "at": at}
        yield (
            name,
            {"positives": positives, "negatives": negatives}
            | {
                key: None if value is None else round(value, DIGITS)
                for key, value in numbers.items()
            },
        )


def _share(some: int, of: int) -> float | None:
    return round(some / of, DIGITS) if of else None
