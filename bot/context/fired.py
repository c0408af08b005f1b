"""Which rules fired when: moved on by each verdict, and back where managers dismiss it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.model import Facts, Fired, Verdict
from bot.model.memory import MOST_FIRED

Firing = tuple[str, datetime]
"""A rule's id, and when it fired."""


def noted(facts: Facts, verdict: Verdict) -> Facts:
    """The facts with the rules that fired in both records, those in shadow mode included.

    What fired on an earlier state of this message stands there already: an edit is no second time.
    """
    rules = [rule for rule in (*verdict.rules, *verdict.shadow) if rule not in facts.fired]
    if not rules:
        return facts
    at = facts.message.sent_at
    return replace(
        facts,
        member=replace(facts.member, fired=_with(facts.member.fired, rules, at)),
        conversation=replace(facts.conversation, fired=_with(facts.conversation.fired, rules, at)),
    )


def _with(fired: Fired, rules: Iterable[str], at: datetime) -> Fired:
    """Also when messages come late, the newest time stands last."""
    return {
        **fired,
        **{rule: tuple(sorted((*fired.get(rule, ()), at)))[-MOST_FIRED:] for rule in rules},
    }


def without(fired: Fired, firings: Iterable[Firing]) -> Fired:
    """Each of these firings taken out once; what is not there is passed over."""
    left = {rule: list(times) for rule, times in fired.items()}
    for rule, at in firings:
        if at in left.get(rule, ()):
            left[rule].remove(at)
    return {rule: tuple(times) for rule, times in left.items() if times}
