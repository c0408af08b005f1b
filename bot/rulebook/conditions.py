"""Conditions: each is true, false or, when a signal is unknown, unknown (None).

`all`, `any` and `not` follow Kleene's three-valued logic: an unknown part only matters where the
other parts leave the answer open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rulebook.leaf import OPERATORS, Ground, Leaf, Seen
from bot.rulebook.leaves import Compare, Is, Likely, Wording

__all__ = [
    "OPERATORS",
    "All",
    "Compare",
    "Condition",
    "Either",
    "Ground",
    "Is",
    "Leaf",
    "Likely",
    "Not",
    "Seen",
    "Wording",
    "leaves",
    "rules_of",
    "signals_of",
    "why",
]


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


Condition = All | Either | Not | Leaf
"""What holds, does not hold, or cannot be told."""


def why(condition: Condition, seen: Seen, held: bool = True) -> Iterator[Ground]:
    """The leaves that made a condition true (or false, when that is what `held` says)."""
    if isinstance(condition, Not):
        yield from why(condition.part, seen, not held)
    elif isinstance(condition, All | Either):
        for part in condition.parts:
            if part.holds(seen) is held:
                yield from why(part, seen, held)
    else:
        ground = condition.ground(seen)
        yield ground if held else ground._replace(need=f"not {ground.need}")


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, in reading order; ask it for `holds(seen)` and its `ground(seen)`."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        for part in condition.parts:
            yield from leaves(part)


def signals_of(condition: Condition) -> tuple[str, ...]:
    """Every signal a condition looks at, in order of first appearance."""
    return tuple(dict.fromkeys(name for leaf in leaves(condition) for name in leaf.signals))


def rules_of(condition: Condition) -> tuple[str, ...]:
    """Every rule whose firing a condition counts, in order of first appearance."""
    return tuple(dict.fromkeys(name for leaf in leaves(condition) for name in leaf.rules))
