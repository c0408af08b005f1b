"""The comparison with alt-profanity-check; what it says is checked where its package is."""

import asyncio

import pytest

from bot.errors import ConfigError
from bot.scorers import load


def test_it_takes_no_argument():
    with pytest.raises(ConfigError, match="has one model, and none called `large`"):
        load("alt-profanity-check:large")


def test_it_says_toxicity_alone():
    pytest.importorskip("profanity_check")

    async def scores():
        scorer = load("alt-profanity-check")
        try:
            return [await scorer.score(text) for text in ("you fucking idiot", "hello", " ")]
        finally:
            await scorer.close()

    rude, kind, blank = asyncio.run(scores())
    assert rude["toxicity"] > 0.5 > kind["toxicity"] >= 0
    assert set(rude) == set(load("alt-profanity-check").labels)
    assert blank == {"toxicity": 0.0}
