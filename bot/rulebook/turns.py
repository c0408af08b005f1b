"""In what order rules are tried: by priority, and a rule that counts others behind them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.rulebook.conditions import rules_of
from bot.rulebook.schema import Rule


def in_turn(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """By priority, then as they stand; but what counts others waits for them, whatever it says.

    Rules that count each other come last.
    """
    by_priority = sorted(rules, key=lambda rule: -rule.priority)
    return _waiting([replace(rule, counts=_counted(rule)) for rule in by_priority])


def _counted(rule: Rule) -> frozenset[str]:
    conditions = (one for form in rule.forms for one in (form.when, form.guard) if one is not None)
    return frozenset(name for condition in conditions for name in rules_of(condition))


def _waiting(given: Sequence[Rule]) -> tuple[Rule, ...]:
    missing = {one.id: set(one.counts) - {one.id} for one in given}
    counting: dict[str, list[Rule]] = defaultdict(list)
    for one in given:
        missing[one.id] &= missing.keys()
        for name in missing[one.id]:
            counting[name].append(one)
    found: dict[str, Rule] = {}
    waiting: set[str] = set()
    for one in given:
        waiting.add(one.id)
        ready = [] if missing[one.id] else [one]
        for now in ready:
            found[now.id] = now
            for other in counting[now.id]:
                missing[other.id].discard(now.id)
                if other.id in waiting and not missing[other.id]:
                    ready.append(other)
    return (*found.values(), *(one for one in given if one.id not in found))
