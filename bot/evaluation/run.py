"""Have a scorer say what it thinks of labelled messages."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.errors import ScorerError
from bot.evaluation.rows import Row
from bot.model import Scores
from bot.normalise import read
from bot.ports import Scorer
from bot.scoring import scores_of

AT_ONCE = 8
"""Messages under way at a time, to keep every core busy."""

Ask = Callable[[Scorer, str], Awaitable[Scores]]
"""How a text comes before a scorer."""


class Scored(NamedTuple):
    """What a scorer said of each message; `asked` is how it was asked for."""

    asked: str
    model: str
    labels: tuple[str, ...]
    likely: Mapping[str, float]
    scores: tuple[Scores, ...]


async def as_live(scorer: Scorer, text: str) -> Scores:
    """Read as a live message: its author's own words, as typed and with disguises undone."""
    return await scores_of(scorer, read(text))


async def as_given(scorer: Scorer, text: str) -> Scores:
    """The text as it is."""
    return await scorer.score(text)


async def scored(
    asked: str,
    scorer: Scorer,
    rows: Sequence[Row],
    step: Callable[[], None] = lambda: None,
    ask: Ask = as_live,
) -> Scored:
    """The scores of every message; `ScorerError` names the line."""
    found: list[Scores] = [{}] * len(rows)
    turns = iter(enumerate(rows))

    async def work(turns: Iterator[tuple[int, Row]]) -> None:
        for number, row in turns:
            try:
                found[number] = await ask(scorer, row.text)
            except ScorerError as error:
                raise ScorerError(f"{row.file}:{row.line}: {error}") from error
            step()

    await asyncio.gather(*(work(turns) for _ in range(AT_ONCE)))
    return Scored(
        asked, scorer.name, tuple(scorer.labels), scorer.thresholds["likely"], tuple(found)
    )
