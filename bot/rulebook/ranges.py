"""Ranges of numbers: what a comparison leaves, and what several leave together."""

import math
from collections.abc import Iterable
from typing import NamedTuple


class Range(NamedTuple):
    """The numbers from `low` to `high`; an end counts unless it is `open`."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number lies in it."""
        above = number > self.low if self.low_open else number >= self.low
        return above and (number < self.high if self.high_open else number <= self.high)


class Domain(NamedTuple):
    """What a number can be at all."""

    range: Range
    whole: bool = False


Ranges = tuple[Range, ...]
"""All the numbers of each."""


def within(op: str, limit: float, wanted: bool = True) -> Ranges:
    """The numbers of which a comparison is true; or false, when it is not `wanted`."""
    below, above = Range(-math.inf, limit), Range(limit, math.inf)
    under, over = below._replace(high_open=True), above._replace(low_open=True)
    true: dict[str, Ranges] = {
        ">=": (above,),
        ">": (over,),
        "<=": (below,),
        "<": (under,),
        "==": (Range(limit, limit),),
    }
    opposite: dict[str, Ranges] = {
        ">=": (under,),
        ">": (below,),
        "<=": (over,),
        "<": (above,),
        "==": (under, over),
    }
    return (true if wanted else opposite)[op]


def possible(many: Iterable[Ranges], domain: Domain) -> Ranges:
    """The numbers of the domain that lie in each of these; empty when there is none."""
    shared: Ranges = (domain.range,)
    for one in many:
        shared = _both(shared, one)
    return tuple(one for one in shared if not _empty(one, domain.whole))


def _both(some: Ranges, others: Ranges) -> Ranges:
    return tuple(_meet(one, other) for one in some for other in others)


def _meet(one: Range, other: Range) -> Range:
    low, low_open = max((one.low, one.low_open), (other.low, other.low_open))
    high, closed = min((one.high, not one.high_open), (other.high, not other.high_open))
    return Range(low, high, low_open, not closed)


def _empty(one: Range, whole: bool) -> bool:
    if whole:
        low = math.ceil(one.low) if math.isfinite(one.low) else one.low
        high = math.floor(one.high) if math.isfinite(one.high) else one.high
        low += one.low_open and low == one.low
        high -= one.high_open and high == one.high
        return low > high
    return one.low > one.high or (one.low == one.high and (one.low_open or one.high_open))
