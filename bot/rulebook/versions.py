"""The version of a rule: a short hash of what it looks for and what follows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace

from bot.model import Facts, Verdict
from bot.model.lifecycle import RuleHit
from bot.rulebook.conditions import All, Either
from bot.rulebook.judge import form
from bot.rulebook.levels import level_of
from bot.rulebook.schema import Rule, Rulebook

_NO_MATTER = frozenset({"id", "title", "mode", "examples"})
"""What may change of a rule while it stays the same: its name, how far it is trusted, its tests."""


def version_of(rule: Rule) -> str:
    """The first 8 hex digits of the SHA-256 of a rule's own content.

    Whatever is not said (nothing, zero, no or empty) is left out, so that a rule keeps its version
    when rules learn to say more.
    """
    return hashlib.sha256(_said(rule).encode()).hexdigest()[:8]


def _said(value: object) -> str:
    return json.dumps(_plain(value), sort_keys=True, default=str)


def _plain(value: object) -> object:
    if isinstance(value, All | Either):  # in whatever order
        return {"is": type(value).__name__, "parts": sorted(map(_said, value.parts))}
    if is_dataclass(value):
        left_out = _NO_MATTER if isinstance(value, Rule) else frozenset()
        names = (one.name for one in fields(value) if one.compare and one.name not in left_out)
        said = {name: _plain(getattr(value, name)) for name in names if getattr(value, name)}
        return {"is": type(value).__name__, **said}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


@dataclass(slots=True)
class Versions:
    """The versions of a rulebook's rules by id, worked out once for each rulebook."""

    _of: Rulebook | None = None
    _known: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, rulebook: Rulebook) -> Mapping[str, str]:
        """Those of this rulebook."""
        if rulebook is not self._of:
            self._of = rulebook
            self._known = {rule.id: version_of(rule) for rule in rulebook.rules}
        return self._known


def stamped(verdict: Verdict, rulebook: Rulebook, versions: Mapping[str, str]) -> Verdict:
    """The verdict with the rulebook that gave it, and the version of each rule that fired."""
    return replace(
        verdict,
        rulebook=rulebook.digest,
        versions=tuple(versions[rule] for rule in verdict.rules),
    )


def fired(
    verdict: Verdict, rulebook: Rulebook, facts: Facts, versions: Mapping[str, str]
) -> tuple[RuleHit, ...]:
    """Each rule that fired, in the mode it has for this message; those in shadow are included."""
    level = level_of(rulebook.levels, facts.message.author.roles)
    every = (*verdict.rules, *verdict.shadow)
    return tuple(
        RuleHit(rule.id, versions[rule.id], form(rule, facts, level)[0].mode)
        for rule in rulebook.rules
        if rule.id in every
    )
