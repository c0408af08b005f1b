"""Learn from managers: a small correction of the scores per community, from what they decided.

Only numbers are read, and only numbers and names of communities are written: no text, no message
and no member leaves the database. Nothing here needs torch.

A decision teaches a label when a rule fired because that label was high, and `toxicity` also when
one of its kinds was. About what no rule looked at, such as the toxicity of an advertisement, it
says nothing. What a human said last of a case counts, unless it was undone; what the bot decided by
itself never does. A shift moves `likely`, `very likely` and every number in a rule at once. No
thresholds are learnt beside it: what rules let pass is never decided on, so nothing tells which one
is too high. The report says where `likely` comes to stand.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from bot import scorers
from bot.corrections import Correction, CorrectionsFile, shifted
from bot.errors import ConfigError
from bot.ports import Scorer
from bot.store.lessons import Lesson, lessons
from bot.training.shifts import Fit, Quality, fit

FEWEST = 30
"""Decided messages of a community under which a label is left alone."""
FEWEST_OF_EACH = 8
"""The same for those that were upheld, and for those that were dismissed."""
KINDS = ("insult", "threat", "identity_attack", "obscene")
LABELS = ("toxicity", *KINDS, "provocation")
"""What can be a violation; that a message is aimed at somebody, say, is none."""
WARNINGS = (
    "Decided messages are a biased sample: people saw only what a rule found. What rules miss has "
    "no part in these numbers; recall is the share of what was found and upheld.",
    "The store does not say which model scored a message: behind a change of model, leave out what "
    "the one before it scored, by --since.",
)
Community = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of a label in a community; without enough evidence there is no fit."""

    community: Community
    label: str
    upheld: int
    dismissed: int
    likely: float
    fit: Fit | None

    @property
    def helps(self) -> bool:
        """Whether its correction is written."""
        return self.fit is not None and self.fit.helps


def learn(address: str, out: Path, scorer: str, since: datetime | None = None) -> Iterator[str]:
    """Write the corrections that decisions ask for, and tell of each line by line.

    `scorer` names the model whose scores are stored. When none helps, the file is written empty,
    so that one that helped once does not stay in force.
    """
    model, told = asyncio.run(_read(address, scorer, since))
    found = findings(told, model)
    _write(out, model.name, found)
    written = sum(one.helps for one in found)
    yield f"{len(told):,} decided messages, scored by {model.name}"
    for one in found:
        yield from _lines(one)
    yield f"{out}: {written} correction{'' if written == 1 else 's'}"
    yield from WARNINGS


def findings(told: Sequence[Lesson], model: Scorer) -> tuple[Finding, ...]:
    """Of each community its toxicity, and each other label that something was decided about."""
    by_community: dict[Community, list[Lesson]] = defaultdict(list)
    for one in told:
        by_community[one.platform, one.community].append(one)
    return tuple(
        _finding(community, label, taught, model.thresholds["likely"].get(label, 0.5))
        for community, some in sorted(by_community.items())
        for label in LABELS
        if label in model.labels
        if (taught := [one for one in some if _teaches(one, label)]) or label == "toxicity"
    )


def _teaches(lesson: Lesson, label: str) -> bool:
    meant = {label, *KINDS} if label == "toxicity" else {label}
    return label in lesson.scores and not meant.isdisjoint(lesson.labels)


def _finding(community: Community, label: str, some: Sequence[Lesson], likely: float) -> Finding:
    upheld = np.array([one.upheld for one in some], dtype=bool)
    right, wrong = int(upheld.sum()), int((~upheld).sum())
    enough = len(some) >= FEWEST and min(right, wrong) >= FEWEST_OF_EACH
    scores = np.array([one.scores[label] for one in some], dtype=float)
    found = fit(scores, upheld, [one.case_id for one in some], likely) if enough else None
    return Finding(community, label, right, wrong, likely, found)


async def _read(
    address: str, scorer: str, since: datetime | None
) -> tuple[Scorer, tuple[Lesson, ...]]:
    told = await lessons(address, since)
    model = await asyncio.to_thread(scorers.load, scorer)
    await model.close()
    return model, told


def _write(out: Path, model: str, found: Sequence[Finding]) -> None:
    content = CorrectionsFile(
        model=model,
        corrections=tuple(
            Correction(
                platform=one.community[0],
                community=one.community[1],
                label=one.label,
                shift=one.fit.shift,
                upheld=one.upheld,
                dismissed=one.dismissed,
            )
            for one in found
            if one.fit is not None and one.helps
        ),
    )
    try:
        out.write_text(f"{content.model_dump_json(indent=1)}\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"--out {out}: {error.strerror}") from None


def _lines(one: Finding) -> Iterator[str]:
    yield (
        f"{'/'.join(one.community)}, {one.label}: {one.upheld + one.dismissed} decided messages, "
        f"{one.upheld} upheld and {one.dismissed} dismissed"
    )
    if one.fit is None:
        yield f"  no correction: it takes {FEWEST} of them, and {FEWEST_OF_EACH} of each outcome"
        return
    moved = shifted(one.likely, -one.fit.shift)
    if one.helps:
        yield (
            f"  shift {one.fit.shift:+.3f}: `likely` begins where the model says {moved:.3f}, "
            f"and not {one.likely:.3f}"
        )
    else:
        yield "  no correction: on cases that it was not learnt from, it makes nothing better"
    yield f"  {'held out':18}{'before':>8}{'after':>8}"
    for name, before, after in _rows(one.fit.before, one.fit.after):
        yield f"  {name:18}{before:>8}{after:>8}"


def _rows(before: Quality, after: Quality) -> Iterator[tuple[str, str, str]]:
    names = {
        "log_loss": "log loss",
        "calibration_error": "calibration error",
        "precision": "precision, likely",
        "recall": "recall, likely",
    }
    for field, name in names.items():
        yield name, _number(getattr(before, field)), _number(getattr(after, field))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
