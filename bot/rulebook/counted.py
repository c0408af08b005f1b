"""`seen`: how often a rule has fired lately, for a member or in a conversation."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from pydantic import Field

from bot.durations import Seconds, said
from bot.model import Value
from bot.model.memory import MOST_FIRED
from bot.rulebook.asked import Asked, Wrong
from bot.rulebook.conditions import Condition, Seen
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
    """How often a rule fired within a window that ends now, compared with a limit."""

    rule: str
    within_s: int
    by: str
    """`member` or `conversation`."""

    def number(self, seen: Seen) -> float | None:
        """The times, this message counted if the rule fires on it; unknown without a memory."""
        if seen.facts is None:
            return None
        now, record = seen.facts.message.sent_at, getattr(seen.facts, self.by)
        since = now - timedelta(seconds=self.within_s)
        times = [at for at in record.fired.get(self.rule, ()) if since < at <= now]
        if seen.facts.message.edited and now in times:
            times.remove(now)  # the message as it was before
        return len(times) + (self.rule in seen.firing)

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
    return both(Fires(asked.name, *bound, part.rule, part.within, part.by) for bound in bounds)
