"""A leaf of a condition: one thing that is asked of a message, and what there is to look at."""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.model import Facts, Signal, Thresholds, Value
from bot.rulebook.tree import Path

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}


class Seen(NamedTuple):
    """What a condition looks at."""

    signals: Mapping[str, Signal]
    thresholds: Thresholds
    facts: Facts | None = None
    """What is remembered; without it, `seen` and the strikes of one policy are unknown."""
    firing: frozenset[str] = frozenset()
    """The ids of the rules that fire on this message, as far as they are known."""


class Ground(NamedTuple):
    """What a leaf found: the name of what it looked at, what that was, what was needed, and why."""

    signal: str
    value: Value
    need: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Leaf(ABC):
    """One question: about a signal, or about what was remembered."""

    signal: str
    """Its name for people, as in the rulebook."""
    path: Path = field(default=(), compare=False, repr=False, kw_only=True)
    """Where the rule file says it."""

    @abstractmethod
    def holds(self, seen: Seen) -> bool | None:
        """True, false, or None when what it looks at is unknown."""

    @abstractmethod
    def need(self, seen: Seen) -> str:
        """What it asks for, such as `>= 3`."""

    def value(self, seen: Seen) -> Value:
        """What it found, as people are told."""
        return seen.signals[self.signal].value

    def evidence(self, seen: Seen) -> str:
        """Where that comes from."""
        return seen.signals[self.signal].evidence

    def ground(self, seen: Seen) -> Ground:
        """All of it, for reasons and explanations."""
        return Ground(self.signal, self.value(seen), self.need(seen), self.evidence(seen))

    @property
    def signals(self) -> tuple[str, ...]:
        """The signals it looks at."""
        return (self.signal,)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules it refers to."""
        return ()
