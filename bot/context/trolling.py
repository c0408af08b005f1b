"""Trolling: somebody who baits, again and again, until others lose their temper; 0..1.

    trolling = 1 - (1 - now) (1 - past)

`now` is about the talk at hand: how much bait there was beyond a single one, whom it drew, and how
it stands to open attacks, for who attacks is no troll but a side of a quarrel. `past` is how often
calm talks flared up after this member had come and baited, as the mean of a beta distribution that
begins at `USUAL` with the weight of `DOUBT` talks: so a few talks convict nobody. Neither rises by
what others do to somebody who does not bait, nor by opinions.
"""

import math
from typing import NamedTuple

from bot.model import MemberRecord, Visit

ONCE = 0.7
"""Bait up to a single one, which anybody may let slip."""
MUCH = 1.0
"""So much bait beyond it makes 63 % of as much as can be."""
USUAL, DOUBT = 0.1, 6.0
"""The share of talks that flare up anywhere, and how many talks it takes to believe otherwise."""


class Trolling(NamedTuple):
    """How surely somebody trolls, 0..1, and why."""

    share: float
    why: str


def trolling(member: MemberRecord, conversation: str) -> Trolling:
    """How surely this member trolls in that conversation, by id."""
    here = next((one for one in reversed(member.visits) if one.conversation == conversation), None)
    if here is None:
        return Trolling(0.0, "nothing said yet")
    now = _now(here)
    past = _past([one for one in member.visits if one is not here])
    flared = sum(one.flared for one in member.visits if one is not here)
    why = (
        f"bait {here.baits:.1f} in {here.messages} messages, hostile answers of {here.drew}; "
        f"{flared} of {len(member.visits) - 1} earlier talks flared up after they came"
    )
    return Trolling(1.0 - (1.0 - now) * (1.0 - past * _share_of_bait(here)), why)


def _now(visit: Visit) -> float:
    much = 1.0 - math.exp(-max(visit.baits - ONCE, 0.0) / MUCH)
    return much * _share_of_bait(visit) * (1.0 - 0.5 ** (visit.drew + 1))


def _share_of_bait(visit: Visit) -> float:
    """What part of what they did was bait and no attack; 0 for who did neither."""
    if not visit.baits:
        return 0.0
    return visit.baits / (visit.baits + visit.given)


def _past(visits: list[Visit]) -> float:
    """How far talks flare up after this member more often than usual, 0..1."""
    flared = sum(_share_of_bait(one) for one in visits if one.flared)
    mean = (USUAL * DOUBT + flared) / (DOUBT + len(visits))
    return max(mean - USUAL, 0.0) / (1.0 - USUAL)
