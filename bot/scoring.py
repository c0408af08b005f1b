"""What a scorer says of a text as the bot reads it, wherever the text comes from."""

import asyncio

from bot.context.scores import highest
from bot.model import Reading, Scores
from bot.ports import Scorer


async def scores_of(scorer: Scorer, reading: Reading) -> Scores:
    """The higher score of both forms, label by label; may raise `ScorerError`."""
    return highest(await asyncio.gather(*map(scorer.score, reading.forms or ("",))))
