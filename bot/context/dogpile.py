"""A dogpile: heat in which many strike one who hardly strikes back, 0..1.

    dogpile = heat x (1 - exp(-many / ENOUGH))

`many` is what the victim takes from all but the hardest striker, less all that the victim gives:
it takes two to make a dogpile, and who strikes back as hard is in a quarrel.
"""

import math
from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from bot.context.blows import blows_at
from bot.context.conversation import heat_at
from bot.model import ConversationRecord

ENOUGH = 0.5
"""So much hostility from others than the hardest striker makes 63 % of a dogpile of the heat."""


class Dogpile(NamedTuple):
    """How far there is one, and on whom: a member's id, None where nobody is struck by many."""

    share: float
    target: str | None


def dogpile_at(record: ConversationRecord, now: datetime) -> Dogpile:
    """How far the conversation is one at `now`; like heat, it never rises by itself."""
    taken: dict[str, list[float]] = defaultdict(list)
    given: dict[str, float] = defaultdict(float)
    for (one, other), weight in blows_at(record, now).items():
        taken[other].append(weight)
        given[one] += weight
    many = {who: sum(sorted(each)[:-1]) - given[who] for who, each in taken.items()}
    target = max(many, key=lambda who: many[who], default=None)
    if target is None or many[target] <= 0:
        return Dogpile(0.0, None)
    return Dogpile(heat_at(record, now) * (1.0 - math.exp(-many[target] / ENOUGH)), target)
