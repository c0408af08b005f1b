"""YAML text in, `Rulebook` out; or every mistake at once, each with its place."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.actions import shelf
from bot.model import Action
from bot.rulebook.actions_in import read_actions
from bot.rulebook.conditions import Condition
from bot.rulebook.conditions_in import read_condition
from bot.rulebook.document import Document, PolicyPart, RulePart
from bot.rulebook.levels import MEMBER, Levels, check_order, ranked, read_exempt
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.schema import (
    Defaults,
    Examples,
    Ladder,
    Policy,
    Rule,
    Rulebook,
    Step,
)
from bot.rulebook.tree import Path, Plain, read
from bot.rulebook.vocabulary import Vocabulary

USUAL = "default"
"""The ladder of a policy that names none."""
STAFF: Plain = {"level": ">= moderator"}
"""Whom punishing rules spare where the file does not say."""


def loads(text: str, name: str = "rules.yaml") -> Rulebook:
    """The rulebook that a text describes.

    Raises `RulebookError` with one line a mistake: `name:line:column: error: what is wrong`.
    """
    tree = read(text)
    mistakes = Mistakes(name, tree)
    if tree.plain is None:
        mistakes.stop()
    document = mistakes.read(Document, tree.plain)
    said = _Said(_mapping(tree.plain), mistakes)
    mistakes.stop()
    if document is None:  # pragma: no cover - a document that does not fit is a mistake
        raise AssertionError
    return _rulebook(document, said, hashlib.sha256(text.encode()).hexdigest()[:12])


@dataclass(frozen=True, slots=True)
class _SaidByRule:
    when: Condition | None
    guard: Condition | None
    then: tuple[Action, ...]
    exempt: tuple[str, ...]


class _Said:
    """What the file says beyond its shape, read from the plain data so that one mistake hides no
    other: the parts that are well are read, the rest is noted."""

    def __init__(self, top: Mapping[str, Plain], mistakes: Mistakes) -> None:
        self._mistakes = mistakes
        self._policies = _mapping(top.get("policies"))
        self._ladders = _mapping(top.get("ladders"))
        self.levels = self._read_levels(_mapping(top.get("levels")))
        defaults = _mapping(top.get("defaults"))
        staff = defaults.get("exempt", STAFF)
        self.exempt = read_exempt(staff, ("defaults", "exempt"), self.levels, mistakes)
        self._check_policies()
        self._vocabulary = Vocabulary(levels=(MEMBER, *self.levels))
        self.steps = {name: self._read_steps(name) for name in self._ladders}
        self._ids: dict[str, int] = {}
        self.rules = [
            self._read_rule(_mapping(rule), ("rules", at))
            for at, rule in enumerate(_items(top.get("rules")))
        ]

    def _read_levels(self, given: Mapping[str, Plain]) -> Levels:
        check_order(list(given), ("levels",), self._mistakes)
        listed = {
            name: roles if isinstance(roles, list) else [roles] for name, roles in given.items()
        }
        return ranked(
            {
                name: [role for role in roles if isinstance(role, str)]
                for name, roles in listed.items()
            }
        )

    def _check_policies(self) -> None:
        for name, policy in self._policies.items():
            ladder = _mapping(policy).get("ladder")
            if isinstance(ladder, str) and ladder not in self._ladders:
                path = ("policies", name, "ladder")
                self._mistakes.unknown(path, "ladder", ladder, self._ladders)

    def _read_steps(self, name: str) -> list[tuple[Action, ...]]:
        steps = _items(_mapping(self._ladders[name]).get("steps"))
        before: float | None = None
        found = []
        for at, step in enumerate(map(_mapping, steps)):
            path = ("ladders", name, "steps", at)
            found.append(self._read_actions(step, "do", path))
            if any(action.name == "strike" for action in found[-1]):
                self._mistakes.add((*path, "do"), "a step of a ladder cannot strike again")
            points = _number(step.get("at"))
            if points is not None and before is not None and points <= before:
                self._mistakes.add((*path, "at"), f"steps must rise: {points:g} follows {before:g}")
            before = before if points is None else points
        return found

    def _read_rule(self, rule: Mapping[str, Plain], path: Path) -> _SaidByRule:
        self._check_id(rule.get("id"), path)
        policy = rule.get("policy")
        if isinstance(policy, str) and policy not in self._policies:
            self._mistakes.unknown((*path, "policy"), "policy", policy, self._policies)
        then = self._read_actions(rule, "then", path)
        punishing = [action.name for action in then if shelf()[action.name].punishes]
        if "strike" in punishing and isinstance(policy, str):
            self._check_strike(policy, path)
        if punishing:
            self._check_examples(_mapping(rule.get("examples")), punishing, path)
        usual = self.exempt if punishing else ()
        return _SaidByRule(
            when=self._read_condition(rule, "when", path),
            guard=self._read_condition(rule, "guard", path),
            then=then,
            exempt=self._read_exempt(rule, path) if "exempt" in rule else usual,
        )

    def _check_id(self, name: Plain, path: Path) -> None:
        if not isinstance(name, str):
            return
        line, _ = self._mistakes.where((*path, "id"))
        first = self._ids.setdefault(name, line)
        if first != line:
            self._mistakes.add(
                (*path, "id"), f"the id `{name}` is taken by the rule in line {first}"
            )

    def _check_strike(self, name: str, path: Path) -> None:
        policy = self._policies.get(name)
        if isinstance(policy, dict) and "ladder" not in policy and USUAL not in self._ladders:
            said = f"`strike` counts for nothing: policy `{name}` has no `ladder`"
            self._mistakes.add((*path, "then"), said)

    def _check_examples(
        self, examples: Mapping[str, Plain], punishing: list[str], path: Path
    ) -> None:
        lacking = [kind for kind in ("match", "no_match") if not examples.get(kind)]
        if lacking:
            what = ", ".join(f"`{name}`" for name in punishing)
            kinds = " and ".join(f"`{kind}`" for kind in lacking)
            self._mistakes.add(
                (*path, "examples"), f"a rule that can {what} needs {kinds} examples", key=True
            )

    def _read_exempt(self, rule: Mapping[str, Plain], path: Path) -> tuple[str, ...]:
        return read_exempt(rule["exempt"], (*path, "exempt"), self.levels, self._mistakes)

    def _read_condition(self, rule: Mapping[str, Plain], key: str, path: Path) -> Condition | None:
        if key not in rule:
            return None
        return read_condition(rule[key], (*path, key), self._mistakes, self._vocabulary)

    def _read_actions(self, part: Mapping[str, Plain], key: str, path: Path) -> tuple[Action, ...]:
        return read_actions(part[key], (*path, key), self._mistakes) if key in part else ()


def _rulebook(document: Document, said: _Said, digest: str) -> Rulebook:
    ladders = {
        name: Ladder(
            float(part.half_life),
            tuple(Step(step.at, do) for step, do in zip(part.steps, said.steps[name], strict=True)),
        )
        for name, part in document.ladders.items()
    }
    defaults = Defaults(document.defaults.mode, said.exempt, tuple(document.defaults.ignore))
    pairs = zip(document.rules, said.rules, strict=True)
    return Rulebook(
        version=int(document.version),
        policies={name: _policy(part, ladders) for name, part in document.policies.items()},
        ladders=ladders,
        levels=said.levels,
        defaults=defaults,
        rules=tuple(_rule(part, more, defaults) for part, more in pairs),
        digest=digest,
    )


def _policy(part: PolicyPart, ladders: Mapping[str, Ladder]) -> Policy:
    ladder = part.ladder or (USUAL if USUAL in ladders else None)
    return Policy(part.title, part.text, part.weight, ladder)


def _rule(part: RulePart, said: _SaidByRule, defaults: Defaults) -> Rule:
    if said.when is None:  # pragma: no cover - a rule without a condition is a mistake
        raise AssertionError
    return Rule(
        id=part.id,
        title=part.title or part.id,
        policy=part.policy,
        mode=part.mode or defaults.mode,
        when=said.when,
        guard=said.guard,
        then=said.then,
        exempt=said.exempt,
        examples=Examples(tuple(part.examples.match), tuple(part.examples.no_match)),
    )


def _mapping(plain: Plain) -> dict[str, Plain]:
    return plain if isinstance(plain, dict) else {}


def _items(plain: Plain) -> list[Plain]:
    return plain if isinstance(plain, list) else []


def _number(plain: Plain) -> float | None:
    try:
        return float(plain) if isinstance(plain, str) else None
    except ValueError:
        return None
