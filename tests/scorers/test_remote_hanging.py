"""A moderation service that hangs: no text waits longer than it may, and few wait at a time."""

import asyncio
import gc
from collections import Counter

import pytest

from bot.errors import ScorerError
from bot.scorers._service import Pace
from bot.scorers.remote import WAITING, Scorer
from tests.scorers.service import OURS

GUARD_S = 120
"""For what would otherwise never end."""


async def answered(scorer, text):
    """Its scores, as soon as the service gives them."""
    async with asyncio.timeout(GUARD_S):
        while True:
            try:
                return await scorer.score(text)
            except ScorerError:
                await asyncio.sleep(0.01)


async def test_a_text_fails_in_its_time_and_one_without_a_place_at_once(service, caplog):
    pace = Pace(timeout_s=30, patience_s=2, attempts=1)
    scorer = Scorer(service.url, threads=1, pace=pace)
    assert await answered(scorer, "known") == OURS
    service.drips = True
    asking = [scorer.score(str(number)) for number in range(1 + WAITING + 3)]
    async with asyncio.timeout(GUARD_S):
        failed = await asyncio.gather(*asking, return_exceptions=True)
    assert {type(one) for one in failed} == {ScorerError}
    late = "the remote scorer at 127.0.0.1 gave no answer within 2 s"
    full = f"the remote scorer at 127.0.0.1 is too slow: the queue is full, {WAITING} texts wait"
    assert Counter(map(str, failed)) == {late: 1 + WAITING, full: 3}
    assert await scorer.score("known") == OURS
    with pytest.raises(ScorerError, match="the queue is full"):
        await scorer.score("new")
    service.drips = False
    assert await answered(scorer, "new") == OURS
    asked = {question["input"] for _, _, question in service.asked}
    assert asked == {"known", "0", "new"}, "for whom nobody waits any longer nobody is asked"
    await scorer.close()
    gc.collect()
    assert [one.message for one in caplog.records if one.name == "asyncio"] == []


async def test_a_worker_waits_no_longer_than_the_text_that_it_asks_about(service):
    service.delay_s = 600
    scorer = Scorer(service.url, pace=Pace(timeout_s=600, patience_s=0.5, attempts=1))
    async with asyncio.timeout(GUARD_S):
        with pytest.raises(ScorerError, match=r"did not answer|gave no answer within 0\.5 s"):
            await scorer.score("hello")
        await scorer.close()


async def test_closing_ends_while_the_service_still_drips(service):
    scorer = Scorer(service.url, threads=1, pace=Pace(timeout_s=30, patience_s=1, attempts=1))
    service.drips = True
    with pytest.raises(ScorerError, match="no answer within 1 s"):
        await scorer.score("hello")
    async with asyncio.timeout(GUARD_S):
        await scorer.close()
