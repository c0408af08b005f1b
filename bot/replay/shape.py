"""What a replay prints: plain objects whose form others rely on. Floats have four digits."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.actions import shelf
from bot.model import Action, Case, Effect, Judged, Reason, Value


def judged(one: Judged) -> dict[str, Any]:
    """One message: its signals, the rules that fired, what they asked for and why."""
    return {
        "id": one.message.id,
        "signals": {name: _value(signal.value) for name, signal in sorted(one.signals.items())},
        "rules": list(one.verdict.rules),
        "actions": [_action(e.action, e) for e in one.effects if e.due_at <= one.message.sent_at],
        "reasons": [reason(each) for each in one.verdict.reasons],
        "case": f"c{one.case.id}" if one.case else None,
    }


def reason(why: Reason) -> dict[str, Any]:
    """Why a rule fired."""
    return {
        "rule": why.rule,
        "signal": why.signal,
        "value": _value(why.value),
        "need": why.need,
        "evidence": why.evidence,
    }


def ticked(at: datetime, effects: Iterable[Effect]) -> list[dict[str, Any]]:
    """What fell due at a time, one object a case."""
    by_case: dict[int, list[Effect]] = {}
    for effect in effects:
        by_case.setdefault(effect.case_id, []).append(effect)
    return [
        {"tick": stamp(at), "actions": [_action(e.action, e) for e in many], "case": f"c{case_id}"}
        for case_id, many in by_case.items()
    ]


def summary(messages: int, rules: Counter[str], cases: Iterable[Case]) -> dict[str, Any]:
    """The whole of it: how many messages, how often each rule fired, and the cases."""
    return {
        "summary": {
            "messages": messages,
            "rules": dict(sorted(rules.items())),
            "cases": [
                {
                    "id": f"c{case.id}",
                    "conversation": case.conversation.id,
                    "opened_at": stamp(case.opened_at),
                    "rules": list(case.rules),
                    "members": [{"id": one.id, "role": one.role} for one in case.people],
                }
                for case in sorted(cases, key=lambda case: case.id)
            ],
        }
    }


def stamp(at: datetime) -> str:
    """A time as ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _action(action: Action, effect: Effect) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": action.name}
    file = shelf()[action.name]
    if file.target == "member":
        shown["target"] = effect.message.author.id
    return shown | {
        name: value for name, value in action.options.items() if name not in file.filled_in
    }


def _value(value: Value) -> Value:
    return round(value, 4) if isinstance(value, float) else value
