"""What has gone on in a conversation of late, in numbers: the turns as read, taken together.

From it the heads tell how likely this is a quarrel that somebody should step into, and how likely
an attack on a person follows. `x -> y` below is a turn of x for y.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.context.turns import Features
from bot.model import Line

WINDOW = timedelta(minutes=20)
BACK = 12
"""How many turns are taken together, the last included, within `WINDOW`."""
ATTACK = 0.4
"""From this hostility somebody counts among the attackers of a person."""
LATELY = 3


def taken_together(lines: Sequence[Line], line: Line) -> Features:
    """Numbers about this turn and those before it; all of them have been read."""
    before = [one for one in lines if one.id != line.id][1 - BACK :]
    near = [*(one for one in before if line.at - one.at <= WINDOW), line]
    hostile, baits, calms = (
        _known(near, "hostile"),
        _known(near, "baiting"),
        _known(near, "calming"),
    )
    return {
        "hostile now": hostile[-1],
        "bait now": baits[-1],
        "calm now": calms[-1],
        "hostile before": max(hostile[:-1], default=0.0),
        "bait before": max(baits[:-1], default=0.0),
        "calm": max(calms),
        "hostile in all": sum(hostile),
        "bait in all": sum(baits),
        "calm in all": sum(calms),
        "hostile lately": sum(hostile[-LATELY:]) / LATELY,
        "sharpest lately": max(map(sum, zip(hostile[-LATELY:], baits[-LATELY:], strict=True))),
        "laughs in all": sum(one.laughs for one in near) / len(near),
        "voices": len({one.author for one in near}),
        **_by_author(near, hostile, baits),
        **_blows(near, hostile),
    }


def _known(lines: Iterable[Line], what: str) -> list[float]:
    """A reading of each turn; one that was never read counts as harmless."""
    return [getattr(line, what) or 0.0 for line in lines]


def _by_author(near: Sequence[Line], hostile: Sequence[float], baits: Sequence[float]) -> Features:
    given: dict[str, float] = defaultdict(float)
    baited: dict[str, float] = defaultdict(float)
    for line, blow, bait in zip(near, hostile, baits, strict=True):
        given[line.author] += blow
        baited[line.author] += bait
    first, second = sorted([*given.values(), 0.0], reverse=True)[:2]
    return {
        "most given": first,
        "second given": second,
        "my bait": baited[near[-1].author],
        "most bait": max(baited.values()),
    }


def _blows(near: Sequence[Line], hostile: Sequence[float]) -> Features:
    """The sharpest exchange (x -> y and y -> x), and the person who is attacked most."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    exchange = 0.0
    for line, blow in zip(near, hostile, strict=True):
        if line.likely_to is not None:
            best[line.author, line.likely_to] = max(best[line.author, line.likely_to], blow)
            exchange = max(exchange, blow * best.get((line.likely_to, line.author), 0.0))
    taken: dict[str, list[float]] = defaultdict(list)
    for (_, victim), blow in best.items():
        taken[victim].append(blow)
    return {
        "exchange": exchange,
        "most taken": max((math.fsum(blows) for blows in taken.values()), default=0.0),
        "attackers": max(
            (sum(blow > ATTACK for blow in blows) for blows in taken.values()), default=0
        ),
    }
