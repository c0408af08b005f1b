"""The leaves that look at one signal of the message."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.model import Value
from bot.rulebook.leaf import OPERATORS, Leaf, Seen

NAMED = 3
"""Words that a reason names before it only counts them."""


def some(words: tuple[str, ...]) -> str:
    """The first of some words, and how many more there are."""
    more = len(words) - NAMED
    return ", ".join(words[:NAMED]) + (f", {more} more" * (more > 0))


@dataclass(frozen=True, slots=True)
class Compare(Leaf):
    """A number compared with a limit."""

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
class Likely(Leaf):
    """A score at or above the model's own threshold; or, when `wanted` is False, below it."""

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
        limit = self._limit(seen)
        return (
            f"{word}, of which the model says nothing"
            if limit is None
            else f"{op} {limit:g} ({word})"
        )

    def _limit(self, seen: Seen) -> float | None:
        return seen.thresholds.get(self.level, {}).get(self.signal)


@dataclass(frozen=True, slots=True)
class Is(Leaf):
    """A signal that is one of these values: true or false, or one of some languages."""

    values: tuple[bool | str, ...]

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the signal is."""
        value = seen.signals[self.signal].value
        return None if value is None else value in self.values

    def need(self, seen: Seen) -> str:
        """Such as `true` or `pl or ru`."""
        return " or ".join(str(value).lower() for value in self.values)


@dataclass(frozen=True, slots=True)
class Wording(Leaf):
    """A text in which one of some words or patterns occurs, in any of its forms."""

    how: str
    """`word`, `includes`, `starts with`, `ends with`, `exactly` or `pattern`."""
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

    def value(self, seen: Seen) -> Value:
        """Never the text itself, only what was found in it."""
        return self.found(seen)

    def need(self, seen: Seen) -> str:
        """Such as `word: idiot, moron`."""
        return f"{self.how}: {some(self.words)}"
