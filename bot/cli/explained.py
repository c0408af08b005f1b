"""What `rules test` and `rules explain` say of a rule: lines for people, objects for programs."""

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from bot import signals
from bot.actions import shelf
from bot.durations import said
from bot.model import Action, Value
from bot.registry import modules
from bot.rulebook.conditions import Ground
from bot.rulebook.explain import Explanation, Looked, Told
from bot.rulebook.ladder import Rise

MARKS = {True: ("yes", "green"), False: ("no", "red"), None: ("unknown", "yellow")}
"""Whether a condition holds, in a word and a colour."""
GUARDS = {
    True: "holds the rule back",
    False: "does not hold the rule back",
    None: "is unknown and holds nothing back",
}
TELLING = ("flag", "duration", "time")
"""Kinds of signal whose evidence tells more than the value."""
WIDTH = 9
STEP = "  "


def lines(told: Told) -> Iterator[Text]:
    """A rule in its own words, and under it all that decided."""
    yield _head(told)
    if told.rule.where is not None:
        yield Text(f"{STEP}where: {told.rule.where}")
    if told.tried.scope is not None:
        yield Text(f"{STEP}as it is changed where: {told.tried.scope}")
    yield from grown(told.when)
    if told.guard is not None:
        yield Text(f"{STEP}guard, which {GUARDS[told.guard.holds]}:")
        yield from grown(told.guard)
    if told.fires:
        yield Text(f"{STEP}{_then(told)}")
    if told.rise is not None:
        yield Text(f"{STEP}{_risen(told.rise)}")


def grown(looked: Looked, depth: int = 0) -> Iterator[Text]:
    """A condition as a tree, each line with whether it holds."""
    mark, colour = MARKS[looked.holds]
    line = Text(STEP).append(f"{mark:<{WIDTH}}", colour).append(STEP * depth)
    yield line.append(clean(looked.word if looked.ground is None else found(looked.ground)))
    for part in looked.parts:
        yield from grown(part, depth + 1)


def found(ground: Ground) -> str:
    """Such as `insult 0.41, needs >= 0.93 (likely)`; where it tells more, also the evidence."""
    told = f"{ground.signal} {_shown(ground.value)}, needs {ground.need}"
    file = modules(signals).get(ground.signal)
    plain = file is not None and file.KIND not in TELLING and ground.value is not None
    return told if plain or not ground.evidence else f"{told} ({ground.evidence})"


def briefly(told: Told) -> str:
    """The outcome, and every condition with whether it holds, in one line."""
    guarded = () if told.guard is None else told.guard.grounds
    held = [f"{found(ground)}: {MARKS[holds][0]}" for ground, holds in told.when.grounds]
    back = [f"guard {found(ground)}: {MARKS[holds][0]}" for ground, holds in guarded]
    return clean(f"{told.outcome}; {'; '.join(held + back)}")


def following(explanation: Explanation) -> str:
    """What all rules together ask for."""
    verdict = explanation.verdict
    fired = ", ".join((*verdict.rules, *(f"{rule} (in shadow)" for rule in verdict.shadow)))
    asked = ", ".join(map(_asked, verdict.actions)) or "nothing"
    told = f"What follows: {asked}. Fired: {fired or 'no rule'}."
    return f"{told} Cannot be told: {', '.join(verdict.unknown)}." if verdict.unknown else told


def shape(explanation: Explanation) -> dict[str, Any]:
    """An explanation as an object."""
    verdict = explanation.verdict
    return {
        "fired": list(verdict.rules),
        "shadow": list(verdict.shadow),
        "unknown": list(verdict.unknown),
        "actions": [_action(one) for one in verdict.actions],
        "rules": [shape_of(one) for one in explanation.rules],
    }


def shape_of(told: Told) -> dict[str, Any]:
    """One rule as an object."""
    rule = told.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "policy": rule.policy,
        "mode": rule.mode,
        "fires": told.fires,
        "outcome": told.outcome,
        "where": None if rule.where is None else str(rule.where),
        "changed_where": None if told.tried.scope is None else str(told.tried.scope),
        "when": _looked(told.when),
        "guard": None if told.guard is None else _looked(told.guard),
        "exempt": list(rule.exempt),
        "then": [_action(one) for one in rule.then],
        "ladder": None if told.rise is None else _ladder(told.rise),
    }


def clean(text: str) -> str:
    """Text that moves no cursor and stays on one line, whatever a member has written."""
    return "".join(one if one.isprintable() else " " for one in text)


def _head(told: Told) -> Text:
    rule = told.rule
    style = {True: "bold green", None: "yellow", False: "dim"}[told.fires]
    mode = f"{rule.mode}, after a manager's word" if rule.confirm else rule.mode
    return Text().append(rule.id, "bold").append(f" ({mode}): ").append(told.outcome, style)


def _then(told: Told) -> str:
    rule = told.rule
    then = ", ".join(map(_asked, rule.then))
    if rule.mode == "shadow":
        return f"only takes note; live it would ask for: {then}"
    if rule.mode == "suggest" or rule.confirm:
        return f"asks a manager about: {then}"
    return f"then: {then}"


def _risen(rise: Rise) -> str:
    added = " + ".join(f"{one.weight:g} for {one.policy}" for one in rise.added)
    points = "point" if rise.after == 1 else "points"
    score = f"ladder {rise.ladder}: {rise.before:g} + {added} = {rise.after:g} {points}"
    if rise.step is None:
        return f"{score}, which reaches no further step"
    return f"{score}; the step at {rise.step.at:g} follows: {', '.join(map(_asked, rise.step.do))}"


def _asked(action: Action) -> str:
    """Such as `mute 30m` or `escalate community priority high`."""
    file = shelf()[action.name]
    words = [action.name]
    for name, value in action.options.items():
        if name not in file.filled_in:
            words += [] if name == file.short else [name]
            words.append(said(value) if isinstance(value, int) else str(value))
    return " ".join(words)


def _shown(value: Value) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{round(value, 4):g}" if isinstance(value, float) else str(value) or "nothing"


def _looked(looked: Looked) -> dict[str, Any]:
    if looked.ground is None:
        parts = [_looked(part) for part in looked.parts]
        return {"holds": looked.holds, looked.word: parts}
    ground = looked.ground
    value = round(ground.value, 4) if isinstance(ground.value, float) else ground.value
    return {"holds": looked.holds, **ground._asdict(), "value": value}


def _action(action: Action) -> dict[str, Any]:
    hidden = shelf()[action.name].filled_in
    given = {name: value for name, value in action.options.items() if name not in hidden}
    return {"name": action.name, **given}


def _ladder(rise: Rise) -> dict[str, Any]:
    return {
        "ladder": rise.ladder,
        "before": rise.before,
        "after": rise.after,
        "step": None if rise.step is None else rise.step.at,
        "do": [] if rise.step is None else [_action(one) for one in rise.step.do],
    }
