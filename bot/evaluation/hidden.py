"""How far disguises hide toxic messages, and whether undoing disguises hurts honest ones.

The same toxic messages are scored as they are and in each of the twenty `disguises`, all as live
ones; of a message that was split into two, the higher score counts, as each is judged by itself. A
message that a way does not change does not count for that way. Some honest messages, which are
labelled neither toxic nor as any other attack, go through the same: where they are flagged as well,
it is the disguise that is flagged, and recall says little. All honest ones are scored as live ones
and as given: what moves a score is all that reading does, which is to undo disguises and to take
out quotes, code, links and mentions.

    {"data": {"seed", "toxic": {lang: rows}, "honest": {lang: rows}},
     "scorer", "model", "likely",
     "ways": {way: R | {"languages": {lang: R}, "honest": R | {"languages": {lang: R}}}},
     "overall": {"ways", "after", "points", "within", "worst", "honest_after"},
     "honest": M | {"languages": {lang: M}}}

R is `{"rows", "before", "after", "points"}`: the share of messages whose toxicity reaches the
scorer's own `likely`, before they are disguised and after, and the difference in points of 100,
below zero where fewer do: recall for toxic messages, false alarms for honest ones. M is
`{"rows", "mean", "p99", "largest", "moved"}`: how far toxicity (0..1) moves either way, and the
share of messages where it moves by .05 or more. Overall has how many ways changed any toxic
message, the means of their `after` and `points`, how many of them lose at most 10 points, the name
of the worst, and the mean of `after` for honest ones. A number of no messages is null, a score that
the scorer does not give is 0, and floats have four digits. The same input gives the same bytes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, zip_longest
from random import Random
from statistics import fmean
from typing import NamedTuple

import numpy as np

from bot.errors import ConfigError
from bot.evaluation.disguises import WAYS, disguised
from bot.evaluation.measured import Mask, Object
from bot.evaluation.metrics import Numbers
from bot.evaluation.rows import Row
from bot.evaluation.run import Ask, as_given, as_live, scored
from bot.ports import Scorer

LABEL = "toxicity"
CONTROLS = 500
"""Honest messages that are disguised at most, of the same languages as all of them."""
WITHIN = 10
"""Points that a way may lose."""
FAR = 0.05
"""How far a score moves that moves far."""
DIGITS = 4


class Disguised(NamedTuple):
    """A part of a message, given by its number, after it was disguised in one way."""

    way: str
    number: int
    row: Row


@dataclass(frozen=True, slots=True)
class Exam:
    """All the messages that a scorer is asked about."""

    seed: int
    toxic: Sequence[Row]
    honest: Sequence[Row]
    disguised: Sequence[Disguised]
    controls: Sequence[Disguised]
    """Honest messages in disguise."""

    @property
    def steps(self) -> int:
        """How many texts are scored."""
        plain = len(self.toxic) + 2 * len(self.honest)
        return plain + len(self.disguised) + len(self.controls)


def exam(rows: Sequence[Row], toxic: int, honest: int, seed: int) -> Exam:
    """At most so many of each, by chance; `ConfigError` where there are none of one sort."""
    found = spread((row for row in rows if row.labels.get(LABEL)), toxic, seed)
    calm = spread((row for row in rows if row.harmless), honest, seed)
    for sort, some in (("toxic", found), ("honest", calm)):
        if not some:
            raise ConfigError(f"no message is labelled as {sort}")
    hidden, controls = (list(_disguised(some, seed)) for some in (found, calm[:CONTROLS]))
    return Exam(seed, found, calm, hidden, controls)


def spread(rows: Iterable[Row], count: int, seed: int) -> list[Row]:
    """At most so many rows, by chance, from each language as many as long as it has them."""
    languages = defaultdict(list)
    for row in rows:
        languages[row.lang].append(row)
    chance = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
    for mine in languages.values():
        chance.shuffle(mine)
    turns = zip_longest(*languages.values())
    return list(islice((row for turn in turns for row in turn if row is not None), count))


def _disguised(rows: Sequence[Row], seed: int) -> Iterator[Disguised]:
    """A chance for each message and way: no way changes what another one does."""
    for way in WAYS:
        for number, row in enumerate(rows):
            chance = Random(f"{seed} {way} {number}")  # noqa: S311 - see above
            for text in disguised(way, row.text, chance):
                yield Disguised(way, number, replace(row, text=text))


async def examined(
    asked: str, scorer: Scorer, exam: Exam, step: Callable[[], None] = lambda: None
) -> Object:
    """What a scorer made of it; `ConfigError` where it knows no toxicity, `ScorerError` as ever."""
    if LABEL not in scorer.labels:
        raise ConfigError(f"{asked}: this scorer does not tell {LABEL}")

    async def toxicity(rows: Sequence[Row], ask: Ask = as_live) -> Numbers:
        found = await scored(asked, scorer, rows, step, ask)
        return np.array([one.get(LABEL, 0.0) for one in found.scores], dtype=float)

    async def ways(rows: Sequence[Row], plain: Numbers, parts: Sequence[Disguised]) -> Object:
        hidden = await toxicity([one.row for one in parts])
        return dict(_ways(rows, parts, plain >= likely, hidden >= likely))

    likely = scorer.thresholds["likely"][LABEL]
    hidden = await ways(exam.toxic, await toxicity(exam.toxic), exam.disguised)
    live, given = await toxicity(exam.honest), await toxicity(exam.honest, as_given)
    controls = await ways(exam.honest, live, exam.controls)
    both = {way: one | {"honest": controls[way]} for way, one in hidden.items()}
    return {
        "data": {
            "seed": exam.seed,
            "toxic": dict(Counter(row.lang for row in exam.toxic)),
            "honest": dict(Counter(row.lang for row in exam.honest)),
        },
        "scorer": asked,
        "model": scorer.name,
        "likely": likely,
        "ways": both,
        "overall": _overall(both),
        "honest": _by_language(exam.honest, partial(_moves, np.abs(live - given))),
    }


def _ways(
    rows: Sequence[Row], parts: Sequence[Disguised], before: Mask, after: Mask
) -> Iterator[tuple[str, Object]]:
    """What is flagged, way by way; one part of a message that is flagged is enough."""
    hits: dict[str, dict[int, bool]] = {way: {} for way in WAYS}
    for (way, number, _), hit in zip(parts, after.tolist(), strict=True):
        hits[way][number] = hits[way].get(number, False) or hit
    for way, mine in hits.items():
        both = np.array([(before[number], hit) for number, hit in mine.items()], dtype=bool)
        changed = [rows[number] for number in mine]
        yield way, _by_language(changed, partial(_flagged, both.reshape(-1, 2)))


def _by_language(rows: Sequence[Row], measure: Callable[[Mask], Object]) -> Object:
    """What is measured of all rows, and of those of each language."""
    langs = np.array([row.lang for row in rows], dtype=str)
    parts = {lang: measure(langs == lang) for lang in dict.fromkeys(langs.tolist())}
    return measure(np.ones(len(rows), dtype=bool)) | {"languages": parts}


def _flagged(both: Mask, among: Mask) -> Object:
    """Of some rows of two columns: flagged before, and after."""
    rows = int(among.sum())
    before, after = both[among].sum(axis=0).tolist()
    return {
        "rows": rows,
        "before": _rounded(before / rows) if rows else None,
        "after": _rounded(after / rows) if rows else None,
        "points": _rounded(100 * (after - before) / rows) if rows else None,
    }


def _moves(moves: Numbers, among: Mask) -> Object:
    """Of some rows; at FAR, what arithmetic loses in the last digits does not count."""
    mine = moves[among]
    return {
        "rows": len(mine),
        "mean": _rounded(mine.mean()),
        "p99": _rounded(np.percentile(mine, 99)),
        "largest": _rounded(mine.max()),
        "moved": _rounded((mine >= FAR - 1e-9).mean()),
    }


def _overall(ways: Object) -> Object:
    counted = {way: one for way, one in ways.items() if one["rows"]}
    points = {way: one["points"] for way, one in counted.items()}
    controls = [one["honest"] for one in ways.values() if one["honest"]["rows"]]
    return {
        "ways": len(counted),
        "after": _mean([one["after"] for one in counted.values()]),
        "points": _mean(list(points.values())),
        "within": sum(lost >= -WITHIN for lost in points.values()),
        "worst": min(points, key=points.__getitem__) if counted else None,
        "honest_after": _mean([one["after"] for one in controls]),
    }


def _mean(values: Sequence[float]) -> float | None:
    return _rounded(fmean(values)) if values else None


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
