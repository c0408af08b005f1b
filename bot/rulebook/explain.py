"""Why each rule fires on a message or does not: every condition with what it found. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model import Facts, Signal, Thresholds, Verdict
from bot.rulebook.conditions import All, Condition, Ground, Leaf, Not, Seen
from bot.rulebook.judge import Tried, attempts, judge
from bot.rulebook.ladder import Rise, rises
from bot.rulebook.schema import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Looked:
    """A condition, and whether it holds; None when that cannot be told."""

    holds: bool | None
    word: str = ""
    """`all`, `any` or `not`; empty for a leaf."""
    parts: "tuple[Looked, ...]" = ()
    ground: Ground | None = None
    """What a leaf found."""

    @property
    def grounds(self) -> "Iterator[tuple[Ground, bool | None]]":
        """What each leaf found, in reading order, and whether it holds."""
        if self.ground is not None:
            yield self.ground, self.holds
        for part in self.parts:
            yield from part.grounds


@dataclass(frozen=True, slots=True)
class Told:
    """All there is to say about one rule and one message."""

    tried: Tried
    outcome: str
    """`fires`, `unknown`, or why it does not fire."""
    when: Looked
    guard: Looked | None
    rise: Rise | None
    """What its strike does to the member's score; None when it does not strike."""

    @property
    def rule(self) -> Rule:
        """The rule in its form for this place and member."""
        return self.tried.rule

    @property
    def fires(self) -> bool | None:
        """Whether it fires, be it in shadow; None when that cannot be told."""
        return None if self.outcome == "unknown" else self.outcome == "fires"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What every rule makes of one message, and what follows from all of them."""

    rules: tuple[Told, ...]
    verdict: Verdict

    def of(self, rule: str) -> Told:
        """What there is to say about the rule of that id."""
        return next(one for one in self.rules if one.rule.id == rule)


def explain(
    rulebook: Rulebook,
    facts: Facts,
    signals: Mapping[str, Signal],
    thresholds: Thresholds,
) -> Explanation:
    """What `judge` makes of these facts, rule by rule, in the order in which they are tried."""
    verdict = judge(rulebook, facts, signals, thresholds)
    tries = attempts(rulebook, facts, signals, thresholds)
    return Explanation(tuple(_told(rulebook, one, verdict, facts) for one in tries), verdict)


def look(condition: Condition, seen: Seen) -> Looked:
    """A condition with all its parts."""
    holds = condition.holds(seen)
    if isinstance(condition, Leaf):
        return Looked(holds, ground=condition.ground(seen))
    if isinstance(condition, Not):
        return Looked(holds, "not", (look(condition.part, seen),))
    word = "all" if isinstance(condition, All) else "any"
    return Looked(holds, word, tuple(look(part, seen) for part in condition.parts))


def _told(rulebook: Rulebook, tried: Tried, verdict: Verdict, facts: Facts) -> Told:
    rule = tried.rule
    return Told(
        tried=tried,
        outcome=tried.outcome,
        when=look(rule.when, tried.seen),
        guard=None if rule.guard is None else look(rule.guard, tried.seen),
        rise=_rise(rulebook, rule, verdict, facts) if tried.fires else None,
    )


def _rise(rulebook: Rulebook, rule: Rule, verdict: Verdict, facts: Facts) -> Rise | None:
    """What the strikes of this message do on the ladder of a rule's policy, if the rule strikes."""
    if rule.mode != "live" or rule.confirm or all(one.name != "strike" for one in rule.then):
        return None
    now, old = facts.message.sent_at, facts.member.strikes
    ladder = rulebook.policies[rule.policy].ladder
    found = rises(rulebook, old, verdict.strikes, now)
    return next((one for one in found if one.ladder == ladder), None)
