"""A few of many, spread evenly over all of them, without keeping them all."""

from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 20
"""Samples that can be asked for."""


class Spread(Generic[T]):
    """Keeps every n-th that is added; n doubles whenever they become too many."""

    def __init__(self) -> None:
        self._kept: list[T] = []
        self._every = 1
        self._added = 0

    def add(self, one: T) -> None:
        """Take note of the next one."""
        if self._added % self._every == 0:
            self._kept.append(one)
        self._added += 1
        if len(self._kept) == 2 * MOST:
            del self._kept[1::2]
            self._every *= 2

    def samples(self, most: int = MOST) -> list[T]:
        """At most so many (`MOST` or fewer), in the order they were added, the first among them."""
        kept = self._kept
        if len(kept) <= most:
            return list(kept)
        return [kept[at * len(kept) // most] for at in range(most)]
