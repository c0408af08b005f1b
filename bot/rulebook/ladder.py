"""Ladders: what follows when a member's strikes add up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.context.member import points
from bot.model import Reason, Strike
from bot.rulebook.schema import Ladder, Rulebook, Step


def strikes_for(rulebook: Rulebook, policies: Sequence[str], at: datetime) -> tuple[Strike, ...]:
    """One strike for each of these policies, which must be different and have a ladder."""
    found = []
    for name in policies:
        policy = rulebook.policies[name]
        if policy.ladder is not None:
            half_life = rulebook.ladders[policy.ladder].half_life_s
            found.append(Strike(name, policy.weight, at, half_life))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Rise:
    """What new strikes do to a member's score on one ladder."""

    ladder: str
    added: tuple[Strike, ...]
    before: float
    after: float
    step: Step | None
    """The step that follows, if one is crossed."""


def rises(
    rulebook: Rulebook, old: Sequence[Strike], new: Sequence[Strike], now: datetime
) -> Iterator[Rise]:
    """Every ladder that the new strikes count on, and the highest step they raise it over."""
    for name, ladder in rulebook.ladders.items():
        added = _on(rulebook, name, new)
        if added:
            before = round(points(_on(rulebook, name, old), now), 1)
            after = round(points((*_on(rulebook, name, old), *added), now), 1)
            yield Rise(name, tuple(added), before, after, crossed(ladder, before, after))


def climb(
    rulebook: Rulebook,
    old: Sequence[Strike],
    new: Sequence[Strike],
    now: datetime,
    rules: Mapping[str, str],
) -> list[tuple[Step, Reason]]:
    """For every ladder that the new strikes raise over a step: the highest such step, and why.

    `rules` names the rule that struck for each policy.
    """
    return [
        (rise.step, _reason(rules[rise.added[0].policy], rise, rise.step))
        for rise in rises(rulebook, old, new, now)
        if rise.step is not None
    ]


def crossed(ladder: Ladder, before: float, after: float) -> Step | None:
    """The highest step that lies above `before` and not above `after`."""
    return next((step for step in reversed(ladder.steps) if before < step.at <= after), None)


def _on(rulebook: Rulebook, ladder: str, strikes: Sequence[Strike]) -> list[Strike]:
    """The strikes for policies that are on this ladder now."""
    return [
        strike
        for strike in strikes
        if (policy := rulebook.policies.get(strike.policy)) and policy.ladder == ladder
    ]


def _reason(rule: str, rise: Rise, step: Step) -> Reason:
    gained = ", ".join(
        f"{one.weight:g} point{'s' * (one.weight != 1)} for {one.policy}" for one in rise.added
    )
    return Reason(
        rule=rule,
        signal="strikes",
        value=rise.after,
        need=f">= {step.at:g}",
        evidence=f"ladder {rise.ladder}: {gained}, {rise.after:.1f} in all",
    )
