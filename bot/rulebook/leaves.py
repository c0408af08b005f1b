"""The leaves that look at one signal of the message."""

from dataclasses import dataclass, field

from bot.context.member import points
from bot.durations import said
from bot.model import Value
from bot.rulebook.leaf import OPERATORS, Leaf, Seen
from bot.rulebook.wording import Find

NAMED = 3
"""Words that a reason names before it only counts them."""


def some(words: tuple[str, ...], between: str = ", ") -> str:
    """The first of some words, and how many more there are."""
    more = len(words) - NAMED
    return between.join(words[:NAMED]) + f"{between}{more} more" * (more > 0)


@dataclass(frozen=True, slots=True)
class Compare(Leaf):
    """A number compared with a limit."""

    op: str
    limit: float

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the number is."""
        number = self.number(seen)
        return None if number is None else OPERATORS[self.op](number, self.limit)

    def number(self, seen: Seen) -> float | None:
        """What is compared."""
        value = seen.signals[self.signal].value
        return None if value is None else float(value)

    def need(self, seen: Seen) -> str:
        """Such as `>= 3`."""
        return f"{self.op} {self.limit:g}"

    @property
    def subject(self) -> tuple[str | int, ...]:
        """What it is a number of: two leaves with the same subject compare the same number."""
        return (self.signal,)


@dataclass(frozen=True, slots=True)
class Lasts(Compare):
    """A duration compared with a limit in seconds."""

    def value(self, seen: Seen) -> Value:
        """Such as `6d12h`."""
        number = self.number(seen)
        return None if number is None else said(int(number))

    def need(self, seen: Seen) -> str:
        """Such as `>= 7d`."""
        return f"{self.op} {said(int(self.limit))}"


@dataclass(frozen=True, slots=True)
class Points(Compare):
    """What the strikes of one policy weigh, compared with a limit."""

    policy: str

    def number(self, seen: Seen) -> float | None:
        """As the signal has it, but only of this policy; unknown when nothing is remembered."""
        if seen.facts is None:
            return None
        strikes = (one for one in seen.facts.member.strikes if one.policy == self.policy)
        return round(points(strikes, seen.facts.message.sent_at), 1)

    def value(self, seen: Seen) -> Value:
        """The points."""
        return self.number(seen)

    def need(self, seen: Seen) -> str:
        """Such as `>= 2 of respect`."""
        return f"{self.op} {self.limit:g} of {self.policy}"

    def evidence(self, seen: Seen) -> str:
        """Such as `2.5 points of respect`."""
        number = self.number(seen)
        return "nothing is remembered" if number is None else f"{number:g} points of {self.policy}"

    @property
    def subject(self) -> tuple[str | int, ...]:
        """The strikes of one policy."""
        return (self.signal, self.policy)


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
        return f"{word} (no threshold)" if limit is None else f"{op} {limit:g} ({word})"

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
    find: Find = field(compare=False, repr=False)
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


@dataclass(frozen=True, slots=True)
class Named(Leaf):
    """One of some ids and names fits one of these; `*` stands for any letters."""

    names: tuple[str, ...]
    fits: Find = field(compare=False, repr=False)
    """Whether a name fits, with the name itself as the answer."""

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the names are."""
        known = seen.signals[self.signal]
        return None if known.value is None else any(map(self.fits, known.forms))

    def value(self, seen: Seen) -> Value:
        """The name that fits, or else all there is."""
        known = seen.signals[self.signal]
        return next(filter(self.fits, known.forms), known.value)

    def need(self, seen: Seen) -> str:
        """Such as `support-* or help`."""
        return some(self.names, " or ")
