"""What is known of a turn in its conversation: the numbers that the heads read.

A text alone does not say whether it hurts. The same words are a joke among friends who tease each
other and an attack on somebody who asked a question. So a turn is described by its own scores, by
those of the turns around it, by who speaks to whom, and by how it is said; the heads (`heads.py`)
were fitted to labels that people gave turns in their conversation.

No feature depends on how members are called, nor on how many turns went before.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from bot.context.manner import Manner
from bot.model import Line

WINDOW = timedelta(minutes=15)
BACK = 8
"""How many turns are looked back at, within `WINDOW`."""
LABELS = (
    *("toxicity", "insult", "threat", "identity_attack", "obscene", "provocation", "directed"),
    *("complaint", "question", "praise", "deescalation"),
)
TONES = ("toxicity", "provocation", "directed", "praise", "deescalation")
"""The scores that are remembered of a turn."""
BLUNT = 0.5
"""From this toxicity somebody counts among those who are rude to the same person."""
FIRST_GAP = 600.0
"""Seconds of silence that are taken to lie before the first turn."""
Features = Mapping[str, float]
"""By name; NaN is unknown."""


def recent(lines: Sequence[Line], now: Line) -> list[Line]:
    """The turns before this one that its meaning hangs on, oldest first."""
    others = [line for line in lines if line.id != now.id]
    return [line for line in others[-BACK:] if now.at - line.at <= WINDOW]


def features(lines: Sequence[Line], line: Line, manner: Manner) -> Features:
    """Everything about a turn after those lines; its own tones may be any of `LABELS`."""
    near = recent(lines, line)
    others = [one for one in near if one.author != line.author]
    mine = [one for one in near if one.author == line.author]
    theirs = [one for one in others if one.author == line.likely_to]
    return {
        **{f"said {label}": line.tones.get(label, math.nan) for label in LABELS},
        **_highest("others", others),
        **_highest("mine", mine),
        **_highest("theirs", theirs[-1:]),
        **_standing(near, line),
        **_pace(near, line),
        **_manner(near, theirs, manner),
    }


def _highest(who: str, lines: Sequence[Line]) -> Features:
    return {f"{who} {tone}": _most(line.tones.get(tone) for line in lines) for tone in TONES}


def _most(values: Iterable[float | None]) -> float:
    """The highest of what is known; 0 where there is nothing, NaN where nothing is known."""
    found = list(values)
    known = [value for value in found if value is not None]
    return max(known, default=math.nan if found else 0.0)


def _standing(near: Sequence[Line], line: Line) -> Features:
    """Who speaks here, to whom, and who takes part in it."""
    count = max(len(near), 1)
    pair = {(line.author, line.likely_to), (line.likely_to, line.author)}
    rude = {
        one.author
        for one in near
        if one.likely_to == line.likely_to and one.author != line.author and _blunt(one)
    }
    return {
        "sure": line.sure,
        "speakers": len({one.author for one in near} | {line.author}),
        "fresh": float(all(one.author != line.author for one in near)),
        "share mine": sum(one.author == line.author for one in near) / count,
        "share theirs": sum(one.author == line.likely_to for one in near) / count,
        "share to me": sum(one.likely_to == line.author for one in near) / count,
        "share of pair": sum((one.author, one.likely_to) in pair for one in near) / count,
        "rude to them": len(rude) if line.likely_to else 0,
    }


def _blunt(line: Line) -> bool:
    return line.tones.get("toxicity", 0.0) > BLUNT


def _pace(near: Sequence[Line], line: Line) -> Features:
    times = [one.at for one in near]
    gaps = [max((b - a).total_seconds(), 0.0) for a, b in pairwise(times)]
    last = max((line.at - times[-1]).total_seconds(), 0.0) if times else FIRST_GAP
    return {
        "gap": math.log1p(last),
        "pace": math.log1p(sum(gaps) / len(gaps) if gaps else FIRST_GAP / 2),
    }


def _manner(near: Sequence[Line], theirs: Sequence[Line], manner: Manner) -> Features:
    return {
        "words": math.log1p(manner.words),
        "capitals": manner.capitals,
        "asks": float(manner.asks),
        "exclaims": float(manner.exclaims),
        "trails": float(manner.trails),
        "laughs": float(manner.laughs),
        "share laughs": sum(one.laughs for one in near) / max(len(near), 1),
        "theirs laughs": float(theirs[-1].laughs) if theirs else 0.0,
    }
