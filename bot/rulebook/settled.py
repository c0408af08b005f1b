"""What can be said of a condition before any message: that it never holds, or always does.

Only what follows from numbers, flags, levels and languages; what is unknown at the time does not
count. So `never` may miss something, but what it says is sure.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator

from bot import signals
from bot.model.memory import MOST_FIRED
from bot.registry import modules
from bot.rulebook.conditions import All, Compare, Condition, Is, Leaf, Likely, Not
from bot.rulebook.counted import Fires
from bot.rulebook.levels import MEMBER
from bot.rulebook.ranges import Domain, Range, possible, within
from bot.rulebook.standing import Level

Literal = tuple[Leaf, bool]
"""A leaf, and whether it is to hold or not to."""
UP = Domain(Range(0, math.inf))
DOMAINS = {
    "score": Domain(Range(0, 1)),
    "share": Domain(Range(0, 1)),
    "count": Domain(Range(0, math.inf), whole=True),
    "points": UP,
    "duration": Domain(Range(0, math.inf), whole=True),
}
"""What the numbers of a kind of signal can be."""
TIMES = Domain(Range(0, MOST_FIRED + 1), whole=True)
"""How often a rule can be seen: what is remembered, and this message."""
_LIKELY = {"likely": frozenset((1, 2)), "very likely": frozenset((2,))}
_HOW_LIKELY = frozenset((0, 1, 2))
"""Below likely, likely, very likely."""


def settled(condition: Condition) -> bool | None:
    """True when it always holds, False when it never does; None when that depends."""
    if never(condition):
        return False
    return True if never(Not(condition)) else None


def never(condition: Condition, wanted: bool = True) -> tuple[Leaf, ...]:
    """Leaves for which a condition can never hold, alone or together; empty when it can."""
    if isinstance(condition, Not):
        return never(condition.part, not wanted)
    if isinstance(condition, Leaf):
        return _clash([(condition, wanted)])
    each = [never(part, wanted) for part in condition.parts]
    if isinstance(condition, All) is wanted:
        return next(filter(None, each), ()) or _clash(list(_together(condition, wanted)))
    return tuple(leaf for found in each for leaf in found) if all(each) else ()


def _together(condition: Condition, wanted: bool) -> Iterator[Literal]:
    """The leaves that must all be so for a condition to hold."""
    if isinstance(condition, Not):
        yield from _together(condition.part, not wanted)
    elif isinstance(condition, Leaf):
        yield condition, wanted
    elif isinstance(condition, All) is wanted:
        for part in condition.parts:
            yield from _together(part, wanted)


def _clash(literals: list[Literal]) -> tuple[Leaf, ...]:
    """Those of one subject that leave nothing which it could be."""
    by_subject: dict[Hashable, list[Literal]] = defaultdict(list)
    for leaf, wanted in literals:
        subject = leaf.subject if isinstance(leaf, Compare) else (type(leaf).__name__, leaf.signal)
        by_subject[subject].append((leaf, wanted))
    for same in by_subject.values():
        if not _possible(same):
            return tuple(leaf for leaf, _ in same)
    return ()


def _possible(same: list[Literal]) -> bool:
    numbers = [(one, wanted) for one, wanted in same if isinstance(one, Compare)]
    if numbers:
        ranges = (within(one.op, one.limit, wanted) for one, wanted in numbers)
        return bool(possible(ranges, _domain(numbers[0][0])))
    left: frozenset[Hashable] | None = None
    for leaf, wanted in same:
        some = _values(leaf, wanted)
        if some is not None:
            left = some if left is None else left & some
    return left is None or bool(left)


def _domain(leaf: Compare) -> Domain:
    return TIMES if isinstance(leaf, Fires) else DOMAINS[modules(signals)[leaf.signal].KIND]


def _values(leaf: Leaf, wanted: bool) -> frozenset[Hashable] | None:
    """What is left for it to be; None when that cannot be listed."""
    if isinstance(leaf, Likely):
        return _of(_LIKELY[leaf.level], _HOW_LIKELY, leaf.wanted is wanted)
    if isinstance(leaf, Level):
        return _of(frozenset(leaf.wanted), frozenset((MEMBER, *leaf.levels)), wanted)
    if isinstance(leaf, Is) and isinstance(leaf.values[0], bool):
        return _of(frozenset(leaf.values), frozenset((True, False)), wanted)
    return frozenset(leaf.values) if isinstance(leaf, Is) and wanted else None


def _of(some: frozenset[Hashable], every: frozenset[Hashable], wanted: bool) -> frozenset[Hashable]:
    return some if wanted else every - some
