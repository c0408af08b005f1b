"""Conditions: each is true, false or, when a signal is unknown, unknown (None).

`all`, `any` and `not` follow Kleene's three-valued logic: an unknown part only matters where the
other parts leave the answer open.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.model import Signal, Value

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}
NAMED = 3
"""Words that a reason names before it only counts them."""


class Seen(NamedTuple):
    """What a condition looks at."""

    signals: Mapping[str, Signal]
    thresholds: Mapping[str, Mapping[str, float]]
    """The model's own: {"likely": {label: 0..1}, "very likely": {...}}."""


class Finding(NamedTuple):
    """One leaf that decided: the signal, what it was, what was needed, and the evidence."""

    signal: str
    value: Value
    need: str
    evidence: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: "tuple[Condition, ...]"

    def holds(self, seen: Seen) -> bool | None:
        """False as soon as one part is, else unknown if one part is."""
        known: bool | None = True
        for part in self.parts:
            held = part.holds(seen)
            if held is False:
                return False
            if held is None:
                known = None
        return known


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds (`any` in a rulebook)."""

    parts: "tuple[Condition, ...]"

    def holds(self, seen: Seen) -> bool | None:
        """True as soon as one part is, else unknown if one part is."""
        known: bool | None = False
        for part in self.parts:
            held = part.holds(seen)
            if held is True:
                return True
            if held is None:
                known = None
        return known


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"

    def holds(self, seen: Seen) -> bool | None:
        """The opposite; of unknown, unknown."""
        held = self.part.holds(seen)
        return None if held is None else not held


@dataclass(frozen=True, slots=True)
class Compare:
    """A number compared with a limit."""

    signal: str
    op: str
    limit: float

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the signal is."""
        value = seen.signals[self.signal].value
        return None if value is None else OPERATORS[self.op](value, self.limit)

    def need(self, seen: Seen) -> str:
        """Such as `>= 3`."""
        return f"{self.op} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Likely:
    """A score at or above the model's own threshold; or, when `wanted` is False, below it."""

    signal: str
    level: str
    """`likely` or `very likely`."""
    wanted: bool = True

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when there is no score, or the model gives no such threshold."""
        value, limit = seen.signals[self.signal].value, self._limit(seen)
        if value is None or limit is None:
            return None
        return (float(value) >= limit) is self.wanted

    def need(self, seen: Seen) -> str:
        """Such as `>= 0.7 (likely)`."""
        op, word = (">=", self.level) if self.wanted else ("<", f"not {self.level}")
        return f"{op} {self._limit(seen):g} ({word})"

    def _limit(self, seen: Seen) -> float | None:
        return seen.thresholds.get(self.level, {}).get(self.signal)


@dataclass(frozen=True, slots=True)
class Is:
    """A signal that is one of these values: true or false, or one of some languages."""

    signal: str
    values: tuple[bool | str, ...]

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the signal is."""
        value = seen.signals[self.signal].value
        return None if value is None else value in self.values

    def need(self, seen: Seen) -> str:
        """Such as `true` or `pl or ru`."""
        return " or ".join(str(value).lower() for value in self.values)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in which one of some words or patterns occurs, in any of its forms."""

    signal: str
    how: str
    """`word`, `includes`, `starts with` or `pattern`."""
    words: tuple[str, ...]
    case_sensitive: bool
    find: Callable[[str], str | None] = field(compare=False, repr=False)
    """The word or pattern that occurs in a text, if any."""

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the text is."""
        return None if seen.signals[self.signal].value is None else bool(self.found(seen))

    def found(self, seen: Seen) -> str:
        """The word or pattern that occurs; empty when none does."""
        for form in seen.signals[self.signal].forms:
            word = self.find(form)
            if word is not None:
                return word
        return ""

    def need(self, seen: Seen) -> str:
        """Such as `word: idiot, moron`."""
        more = len(self.words) - NAMED
        return f"{self.how}: {', '.join(self.words[:NAMED])}" + (f", {more} more" * (more > 0))


Leaf = Compare | Likely | Is | Wording
Condition = All | Either | Not | Leaf
"""What holds, does not hold, or cannot be told."""


def why(condition: Condition, seen: Seen, held: bool = True) -> Iterator[Finding]:
    """The leaves that made a condition true (or false, when that is what `held` says)."""
    if isinstance(condition, Not):
        yield from why(condition.part, seen, not held)
    elif isinstance(condition, All | Either):
        for part in condition.parts:
            if part.holds(seen) is held:
                yield from why(part, seen, held)
    else:
        signal = seen.signals[condition.signal]
        value = condition.found(seen) if isinstance(condition, Wording) else signal.value
        need = condition.need(seen)
        yield Finding(signal.name, value, need if held else f"not {need}", signal.evidence)


def signals_of(condition: Condition) -> tuple[str, ...]:
    """Every signal a condition looks at, in order of first appearance."""
    if isinstance(condition, Not):
        return signals_of(condition.part)
    if isinstance(condition, All | Either):
        return tuple(dict.fromkeys(name for part in condition.parts for name in signals_of(part)))
    return (condition.signal,)
