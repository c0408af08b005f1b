"""In what order rules are tried: a rule that counts another after it, whatever their priorities."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.rulebook.conditions import rules_of
from bot.rulebook.schema import Rule

KEPT = 4


class InTurn(NamedTuple):
    """A rule, and the ids of the rules that it counts in any of its forms."""

    rule: Rule
    counts: frozenset[str]


@dataclass(slots=True)
class Turns:
    """The order of some rules, worked out once for each of the last rulebooks that were asked."""

    _known: tuple[tuple[tuple[Rule, ...], tuple[InTurn, ...]], ...] = ()

    def __call__(self, rules: tuple[Rule, ...]) -> tuple[InTurn, ...]:
        """These rules as they stand, but what counts others waits for them.

        Rules that count each other come last.
        """
        found = next((turns for known, turns in self._known if known is rules), None)
        if found is None:
            found = _in_turn([InTurn(rule, _counted(rule)) for rule in rules])
            self._known = ((rules, found), *self._known[: KEPT - 1])
        return found


def _counted(rule: Rule) -> frozenset[str]:
    forms = (rule, *(other for _, other in rule.overrides))
    conditions = (one for form in forms for one in (form.when, form.guard) if one is not None)
    return frozenset(name for condition in conditions for name in rules_of(condition))


def _in_turn(given: Sequence[InTurn]) -> tuple[InTurn, ...]:
    missing = {one.rule.id: set(one.counts) - {one.rule.id} for one in given}
    counting: dict[str, list[InTurn]] = defaultdict(list)
    for one in given:
        missing[one.rule.id] &= missing.keys()
        for name in missing[one.rule.id]:
            counting[name].append(one)
    found: dict[str, InTurn] = {}
    waiting: set[str] = set()
    for one in given:
        waiting.add(one.rule.id)
        ready = [] if missing[one.rule.id] else [one]
        for now in ready:
            found[now.rule.id] = now
            for other in counting[now.rule.id]:
                missing[other.rule.id].discard(now.rule.id)
                if other.rule.id in waiting and not missing[other.rule.id]:
                    ready.append(other)
    return (*found.values(), *(one for one in given if one.rule.id not in found))
