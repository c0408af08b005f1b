"""Labelled conversations as the bot hears them, for the heads to learn from."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from bot.context.facts import spoken
from bot.context.manner import Manner, manner
from bot.context.turns import Features, features
from bot.evaluation.listen import START, rows
from bot.evaluation.rows import HALF
from bot.evaluation.talks import Talk, Turn
from bot.model import ConversationRecord, Line, Message, Reading, Scores
from bot.normalise import normalise
from bot.scorers import onnx
from bot.scoring import scores_of
from bot.training.mixture import mix

FOLDS = 4
BLOCK = 10
"""Conversations that stand together, in which twins mostly do, are in one fold."""
SHORTEST = 4
"""Turns of a conversation that can be joined later."""


class Spoken(NamedTuple):
    """A turn that is not read yet."""

    line: Line
    manner: Manner


@dataclass(slots=True)
class Told:
    """A labelled conversation with its turns as the bot hears them, and as they were read."""

    talk: Talk
    fold: int
    turns: list[Spoken]
    described: list[Features]
    read: list[Line] = field(default_factory=list)


def alone() -> Iterator[Talk]:
    """Messages of our own without a conversation, so that an insult alone is taken for one.

    They are those that the scorer was calibrated with, not those it learnt by heart.
    """
    for row in mix((), 1).calibration:
        hostile, baits, calms = (
            None if row.labels.get(label) is None else row.labels[label] >= HALF
            for label in ("toxicity", "provocation", "deescalation")
        )
        turn = Turn("somebody", timedelta(0), row.text, None, hostile, baits, calms)
        place = f"{row.source}.jsonl"
        yield Talk(place, row.lang, row.kind, (turn,), None, None, None, None, place, row.number)


async def heard(talks: Sequence[Talk]) -> list[Told]:
    """Each with its turns as `bot.context.facts` makes them."""
    scorer = onnx.Scorer()
    told: list[Told] = []
    told_of = track(talks, "hearing", console=Console(stderr=True), transient=True)
    for number, talk in enumerate(told_of):
        messages = [normalise(row.message()) for row in rows(talk, "talk", START)]
        readings = [one.reading or Reading(one.text, one.text) for one in messages]
        scores = await asyncio.gather(*(scores_of(scorer, reading) for reading in readings))
        for begin in (0, *_joined(talk)):
            turns = _spoken(messages[begin:], readings[begin:], scores[begin:])
            cut = _from(talk, begin)
            told.append(Told(cut, number // BLOCK % FOLDS, turns, list(_described(turns))))
    await scorer.close()
    return told


def _joined(talk: Talk) -> list[int]:
    """Turns from which on the conversation is heard once more, as by a bot that comes later.

    Written conversations open calmly; without this an insult out of the blue would be taken for an
    opening. A flare-up is joined by its onset at the latest.
    """
    if len(talk.turns) < SHORTEST:
        return []
    last = talk.onset if talk.flares and talk.onset is not None else len(talk.turns) - 3
    if last < 1:
        return []
    rng = Random(talk.id)  # noqa: S311 - chance that can be repeated
    near = [last, max(last - 1, 1)] if talk.flares else [rng.randint(1, last)]
    return sorted({rng.choice(near), rng.randint(1, last)})


def _from(talk: Talk, begin: int) -> Talk:
    """The conversation as if it began with that turn; only its labels are made to fit."""
    onset = None if talk.onset is None else max(talk.onset - begin, 0)
    return replace(talk, turns=talk.turns[begin:], onset=onset)


def _spoken(
    messages: Sequence[Message], readings: Sequence[Reading], scores: Sequence[Scores]
) -> list[Spoken]:
    turns: list[Spoken] = []
    for message, reading, found in zip(messages, readings, scores, strict=True):
        record = ConversationRecord(lines=tuple(turn.line for turn in turns))
        line = spoken(record, message, reading, found)
        turns.append(Spoken(line, manner(reading.own)))
    return turns


def _described(turns: Sequence[Spoken]) -> Iterator[Features]:
    lines = [turn.line for turn in turns]
    for number, (line, how) in enumerate(turns):
        yield features(lines[:number], line, how)
