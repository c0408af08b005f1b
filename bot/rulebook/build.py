"""A file's shape and what it says, brought together into a `Rulebook`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.model import Action
from bot.rulebook.document import ChangePart, Document, PolicyPart, RulePart
from bot.rulebook.levels import Levels
from bot.rulebook.notices_in import Texts
from bot.rulebook.rules_in import NONE, USUAL, Said
from bot.rulebook.schema import Examples, Ladder, Policy, Rule, Rulebook, Step
from bot.rulebook.scopes import Scope
from bot.rulebook.turns import in_turn

MODES = ("off", "shadow", "suggest", "live")
"""From the mildest on: the rulebook's own mode is the most that a rule can be."""
Override = tuple[Scope | None, Mapping[str, Sequence[tuple[str, Said]]]]
"""Where, and by rule what it changes: under which name the file says so, and what it says."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a file says beyond its shape, in its order."""

    levels: Levels
    timezone: str
    notices: Mapping[str, Texts]
    translations: Texts
    steps: Mapping[str, Sequence[tuple[Action, ...]]]
    rules: Sequence[Said]
    overrides: Sequence[Override]


def build(
    document: Document,
    parts: Parts,
    texts: Mapping[str, str],
    digest: str,
) -> Rulebook:
    """The rulebook of a document without mistakes."""
    ladders = {
        name: Ladder(
            float(part.half_life),
            tuple(
                Step(step.at, do) for step, do in zip(part.steps, parts.steps[name], strict=True)
            ),
        )
        for name, part in document.ladders.items()
    }
    pairs = zip(document.rules, parts.rules, strict=True)
    rules = [_rule(part, said, document) for part, said in pairs]
    return Rulebook(
        version=int(document.version),
        policies={
            name: _policy(part, ladders, parts.notices[name])
            for name, part in document.policies.items()
        },
        ladders=ladders,
        levels=parts.levels,
        rules=in_turn([_overridden(rule, document, parts) for rule in rules]),
        digest=digest,
        sources=texts,
        notices=parts.notices[""],
        translations=parts.translations,
        timezone=parts.timezone,
    )


def _policy(part: PolicyPart, ladders: Mapping[str, Ladder], notices: Texts) -> Policy:
    ladder = part.ladder or (USUAL if USUAL in ladders else None)
    return Policy(part.title, part.text, part.weight, ladder, notices)


def _rule(part: RulePart, said: Said, document: Document) -> Rule:
    if said.when is None:  # pragma: no cover - a rule without a condition is a mistake
        raise AssertionError
    usual = document.defaults
    return Rule(
        id=part.id,
        title=part.title or part.id,
        policy=part.policy,
        mode=_mode(part.mode or usual.mode, document),
        when=said.when,
        guard=said.guard,
        then=said.then or (),
        exempt=said.exempt or (),
        examples=Examples(tuple(part.examples.match), tuple(part.examples.no_match)),
        ignore=tuple(usual.ignore if part.ignore is None else part.ignore),
        where=said.where,
        priority=part.priority,
        stop=part.stop,
        once=_once(part),
        cooldown_s=(usual.cooldown or 0) if part.cooldown is None else part.cooldown,
        release=said.release,
        release_for_s=said.release_for_s,
        unknown=part.unknown or usual.unknown,
        confirm=part.confirm == "human",
    )


def _mode(mode: str, document: Document) -> str:
    return min(mode, document.mode, key=MODES.index)


def _overridden(rule: Rule, document: Document, parts: Parts) -> Rule:
    """The rule with its overrides; of two as specific, the later one wins."""
    found: list[tuple[Scope, dict[str, Any]]] = []
    for part, (scope, changes) in zip(document.overrides, parts.overrides, strict=True):
        change: dict[str, Any] = {}
        for name, said in changes[rule.id]:
            change |= _changes(part.rules[name], said, document)
        if scope is not None and change:
            found.insert(0, (scope, change))
    found.sort(key=lambda pair: pair[0].rank, reverse=True)
    return replace(
        rule,
        overrides=tuple((scope, replace(rule, **change)) for scope, change in found),
        changes=tuple(change for _, change in found),
    )


def _changes(part: ChangePart, said: Said, document: Document) -> dict[str, Any]:
    given = {
        "mode": part.mode and _mode(part.mode, document),
        "when": said.when,
        "guard": said.guard,
        "then": said.then,
        "exempt": said.exempt,
        "ignore": None if part.ignore is None else tuple(part.ignore),
        "unknown": part.unknown,
        "confirm": part.confirm and part.confirm != NONE,
        "cooldown_s": part.cooldown,
    }
    change: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return change if part.once is None else {**change, "once": _once(part)}


def _once(part: ChangePart) -> str | None:
    return None if part.once == NONE else part.once
