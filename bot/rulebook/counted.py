"""`seen`: the how-manieth time this is that a rule fires, for a member or in a conversation.

It is about a message on which that rule fires: `>= 3` means the third time, and what a member says
after two rude messages is not held against them while it is civil. Whatever its priority, a rule is
tried after those that it counts, also when one of them stops the rest. What was dismissed does not
count.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from pydantic import Field

from bot.durations import Seconds, said
from bot.model import Value
from bot.model.memory import MOST_FIRED
from bot.rulebook.asked import Asked, Wrong
from bot.rulebook.conditions import OPERATORS, Condition, Seen
from bot.rulebook.document import Part
from bot.rulebook.leaves import Compare
from bot.rulebook.numbers_in import both, numbers

LONGEST = 30 * 86400
"""The widest window, in seconds."""


class SeenPart(Part):
    """`seen: {rule: spam, times: ">= 3", within: 1h, by: member}`."""

    rule: str
    times: str = ">= 1"
    within: Seconds = Field(ge=1, le=LONGEST)
    by: Literal["member", "conversation"] = "member"


@dataclass(frozen=True, slots=True)
class Fires(Compare):
    """How often a rule fired within a window that ends with this message, if it fires on it."""

    rule: str
    within_s: int
    by: str
    """`member` or `conversation`."""

    def number(self, seen: Seen) -> float | None:
        """The times, this message the last of them; 0 when the rule does not fire on it.

        Unknown without a memory.
        """
        if seen.facts is None:
            return None
        if self.rule not in seen.firing:
            return 0
        now, record = seen.facts.message.sent_at, getattr(seen.facts, self.by)
        since = now - timedelta(seconds=self.within_s)
        times = [at for at in record.fired.get(self.rule, ()) if since < at <= now]
        return max(len(times) + (self.rule not in seen.facts.fired), 1)

    def value(self, seen: Seen) -> Value:
        """The times."""
        return self.number(seen)

    def need(self, seen: Seen) -> str:
        """Such as `>= 3 of spam within 1h`."""
        return f"{self.op} {self.limit:g} of {self.rule} within {said(self.within_s)}"

    def evidence(self, seen: Seen) -> str:
        """Such as `spam fired 3 times within 1h for the member`."""
        times, whom = self.number(seen), "here" if self.by == "conversation" else "for the member"
        if times is None:
            return "nothing is remembered"
        if not times:
            return f"{self.rule} does not fire on this message"
        return f"{self.rule} fired {times:g} times within {said(self.within_s)} {whom}"

    @property
    def signals(self) -> tuple[str, ...]:
        """None: it looks at what is remembered."""
        return ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The one that is counted."""
        return (self.rule,)

    @property
    def subject(self) -> tuple[str | int, ...]:
        """One rule in one window."""
        return (self.signal, self.rule, self.within_s, self.by)


def read_seen(asked: Asked) -> Condition:
    """A rule, a window, and how often."""
    asked.unmodified()
    part = asked.mistakes.read(SeenPart, asked.value, asked.path)
    if part is None:
        raise Wrong
    if part.rule not in asked.known.rules:
        said = f"unknown rule `{part.rule}`{asked.mistakes.nearest(part.rule, asked.known.rules)}"
        raise Wrong((("rule",), said))
    try:
        bounds = numbers(replace(asked, name="times", value=part.times), ">= 3")
    except Wrong as fault:
        raise Wrong(*((("times",), text) for _, text in fault.faults)) from None
    if any(limit > MOST_FIRED for _, limit in bounds):
        said = f"of each rule the last {MOST_FIRED} times are remembered, so no more can be asked"
        raise Wrong((("times",), said))
    if all(OPERATORS[op](0, limit) for op, limit in bounds):
        bounds = [*bounds, (">=", 1)]  # it is about a message on which the rule fires
    return both(Fires(asked.name, *bound, part.rule, part.within, part.by) for bound in bounds)
