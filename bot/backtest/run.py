"""Drive history through one rulebook, or two, and count."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.backtest.differences import Differences
from bot.backtest.rehearsal import Rehearsal
from bot.backtest.tally import Tally
from bot.corrections import Corrections, corrected
from bot.errors import ScorerError
from bot.language import detect
from bot.model import Conversation, Member, Thresholds
from bot.normalise import normalise
from bot.ports import Scorer
from bot.replay.read import Recording
from bot.rulebook.schema import Rule, Rulebook
from bot.scoring import scores_of
from bot.store.history import Past

AHEAD = 32
"""Messages that are scored before their turn, to keep every core busy."""


class Source(Protocol):
    """Where messages come from: stored history, or a recording."""

    @property
    def length(self) -> int:
        """How many messages there are."""

    def messages(self) -> AsyncIterator[Past]:
        """Each message in the order of time."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The messages of a recording, which nobody has scored or decided on."""

    recording: Recording

    @property
    def length(self) -> int:
        """How many messages there are."""
        return self.recording.length

    async def messages(self) -> AsyncIterator[Past]:
        """Each line in the order of the file."""
        for message in self.recording.messages():
            read = normalise(message)
            yield Past(read, {}, detect(read.reading.own if read.reading else read.text))


@dataclass(slots=True)
class Backtest:
    """What came of it: what was looked at, the count of each rulebook, and how they differ."""

    rulebooks: tuple[Rulebook, ...]
    tallies: tuple[Tally, ...]
    rehearsals: tuple[Rehearsal, ...]
    differences: Differences = field(default_factory=Differences)
    messages: int = 0
    unscored: int = 0
    members: set[Member] = field(default_factory=set)
    conversations: set[Conversation] = field(default_factory=set)
    since: datetime | None = None
    until: datetime | None = None

    async def hear(self, past: Past) -> None:
        """Let each rulebook judge one message."""
        message = past.message
        self.messages += 1
        self.unscored += not past.scores
        self.members.add(message.author)
        self.conversations.add(message.conversation)
        self.since = min(self.since or message.sent_at, message.sent_at)
        self.until = max(self.until or message.sent_at, message.sent_at)
        judged = [await each.handle(past) for each in self.rehearsals]
        for tally, one in zip(self.tallies, judged, strict=True):
            tally.add(past, one)
        if len(judged) > 1:
            self.differences.add(judged[0], judged[1])


async def backtest(
    rulebooks: tuple[Rulebook, ...],
    source: Source,
    thresholds: Thresholds,
    scorer: Scorer | None = None,
    step: Callable[[], None] = lambda: None,
    corrections: Corrections | None = None,
) -> Backtest:
    """Judge every message by each rulebook; without a scorer, what has no score is unknown.

    Scores are corrected here, as they are live; those that are stored or fresh are the model's own.
    """
    edits = isinstance(source, Recorded)
    found = Backtest(
        rulebooks,
        tuple(Tally() for _ in rulebooks),
        tuple(Rehearsal(one, thresholds, edits=edits) for one in rulebooks),
    )
    pasts = source.messages()
    async for past in scored(pasts, scorer) if scorer else pasts:
        await found.hear(_meant(_read(past), corrections or {}))
        step()
    return found


def as_if_live(rulebook: Rulebook) -> Rulebook:
    """The same rulebook with every rule in live mode that is not off."""
    return replace(rulebook, rules=tuple(map(_live, rulebook.rules)))


def _live(rule: Rule) -> Rule:
    overrides = tuple((scope, _live(one)) for scope, one in rule.overrides)
    changes = tuple(
        {key: _mode(value) if key == "mode" else value for key, value in change.items()}
        for change in rule.changes
    )
    return replace(rule, mode=_mode(rule.mode), overrides=overrides, changes=changes)


def _mode(mode: str) -> str:
    return mode if mode == "off" else "live"


def _read(past: Past) -> Past:
    if past.message.reading is not None:
        return past
    return replace(past, message=normalise(past.message))


def _meant(past: Past, corrections: Corrections) -> Past:
    scores = corrected(corrections, past.scores, past.message.conversation)
    return past if scores is past.scores else replace(past, scores=scores)


async def scored(pasts: AsyncIterator[Past], scorer: Scorer) -> AsyncIterator[Past]:
    """The same, in the same order; those without scores are scored, a few at once."""
    waiting: deque[asyncio.Task[Past]] = deque()
    async for past in pasts:
        waiting.append(asyncio.create_task(_score(_read(past), scorer)))
        if len(waiting) > AHEAD:
            yield await waiting.popleft()
    while waiting:
        yield await waiting.popleft()


async def _score(past: Past, scorer: Scorer) -> Past:
    """With the higher score of both forms, label by label, unless it has scores."""
    reading = past.message.reading
    if past.scores or reading is None:
        return past
    try:
        scores = await scores_of(scorer, reading)
    except ScorerError:
        return past
    return replace(past, scores=scores)
