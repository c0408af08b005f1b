"""Drive a recording through a bot whose hands are tied, with a clock made of the messages."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.app import App
from bot.errors import ScorerError, StoreError
from bot.model import Case, Judged, Message
from bot.normalise import read
from bot.platforms.tied import Tied
from bot.ports import Scorer
from bot.replay import shape
from bot.replay.read import Recording

AFTERMATH = timedelta(minutes=30)
"""How long time goes on after the last message."""
AHEAD = 32
"""How many messages are scored before their turn, to keep every core busy."""

MOST_CASES = 1_000_000


async def replay(
    app: App, recording: Recording
) -> AsyncIterator[tuple[dict[str, Any], Judged | None]]:
    """Each printed object in order, with the judged message where it is one."""
    hands = {name: _tied(app, name) for name in recording.platforms}
    rules: Counter[str] = Counter()
    count = 0
    last: datetime | None = None
    async for message in _scored_ahead(app.scorer, recording.messages()):
        last = max(message.sent_at, last or message.sent_at)
        async for line in _ticks(app, last):
            yield line, None
        judged = await app.pipeline.handle(hands[message.conversation.platform].seen(message))
        if judged is None:
            raise StoreError(app.pipeline.away)
        count += 1
        rules.update(judged.verdict.rules)
        yield shape.judged(judged), judged
    if last is not None:
        async for line in _ticks(app, last + AFTERMATH):
            yield line, None
    yield shape.summary(count, rules, await cases(app)), None


async def cases(app: App) -> tuple[Case, ...]:
    """Every case of the replay."""
    return await app.store.cases(limit=MOST_CASES)


def _tied(app: App, name: str) -> Tied:
    platform = app.pipeline.enforcement.platforms[name]
    if not isinstance(platform, Tied):
        raise TypeError(f"{name} could act: a replay needs tied hands")
    return platform


async def _ticks(app: App, until: datetime) -> AsyncIterator[dict[str, Any]]:
    """Let time pass up to `until`, stopping wherever something falls due."""
    while (due := await app.store.next_due()) is not None and due <= until:
        done = await app.pipeline.tick(due)
        if app.pipeline.away:
            raise StoreError(app.pipeline.away)
        for line in shape.ticked(due, done):
            yield line


async def _scored_ahead(scorer: Scorer, messages: Iterator[Message]) -> AsyncIterator[Message]:
    """The messages, a few of them already on their way through the scorer's cache."""
    waiting: deque[tuple[Message, asyncio.Task[None]]] = deque()

    def start(message: Message) -> None:
        waiting.append((message, asyncio.create_task(_warm(scorer, message.text))))

    for message in islice(messages, AHEAD):
        start(message)
    while waiting:
        message, task = waiting.popleft()
        await task
        for following in islice(messages, 1):
            start(following)
        yield message


async def _warm(scorer: Scorer, text: str) -> None:
    """Have a text scored; a failure shows when its message is judged."""
    try:
        for form in read(text).forms:
            await scorer.score(form)
    except ScorerError:
        return
