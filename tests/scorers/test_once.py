"""Work on a text is done once, off the event loop, and one who gives up stops nobody else."""

import asyncio
import threading
from collections import Counter

import pytest

from bot.errors import ScorerError
from bot.scorers import _once
from bot.scorers._once import Once


class Slow:
    """Work that counts what it was asked and waits for a sign before it answers."""

    def __init__(self):
        self.asked = Counter()
        self.sign = threading.Event()
        self.threads = set()

    def __call__(self, text):
        self.asked[text] += 1
        self.threads.add(threading.get_ident())
        assert self.sign.wait(10)
        if text == "bad":
            raise ScorerError("bad text")
        return {"length": float(len(text))}


@pytest.fixture
def slow():
    return Slow()


async def test_those_who_ask_for_the_same_text_at_once_share_one_answer(slow):
    once = Once(slow, threads=3)
    asking = [asyncio.create_task(once("hello")) for _ in range(20)]
    await asyncio.sleep(0)
    slow.sign.set()
    assert await asyncio.gather(*asking) == [{"length": 5.0}] * 20
    assert slow.asked == {"hello": 1}
    await once.close()


async def test_a_known_answer_is_not_worked_out_again(slow):
    once = Once(slow)
    slow.sign.set()
    assert await once("hello") == await once("hello")
    assert slow.asked == {"hello": 1}
    await once.close()


async def test_nobody_can_spoil_an_answer_for_others(slow):
    once = Once(slow)
    slow.sign.set()
    for _ in range(3):
        found = await once("hello")
        assert found == {"length": 5.0}
        found.clear()
    await once.close()


async def test_the_least_recently_used_answer_is_forgotten_first(slow):
    once = Once(slow, threads=1)
    slow.sign.set()
    await asyncio.gather(*(once(str(number)) for number in range(_once.REMEMBERED)))
    await once("0")
    await once("one more")
    await once("0")
    assert slow.asked["0"] == 1
    await once("1")
    assert slow.asked["1"] == 2
    await once.close()


async def test_one_who_gives_up_waiting_stops_nobody_else(slow):
    once = Once(slow, threads=1)
    first, second = (asyncio.create_task(once("hello")) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    slow.sign.set()
    assert await second == {"length": 5.0}
    assert slow.asked == {"hello": 1}
    await once.close()


async def test_one_who_gives_up_before_its_turn_stops_nobody_else(slow):
    once = Once(slow, threads=1)
    ahead = asyncio.create_task(once("ahead"))
    first, second = (asyncio.create_task(once("hello")) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.sleep(0)
    slow.sign.set()
    assert await second == {"length": 5.0}
    assert await ahead == {"length": 5.0}
    await once.close()


async def test_a_failure_reaches_all_who_wait_and_is_not_remembered(slow):
    once = Once(slow)
    asking = [asyncio.create_task(once("bad")) for _ in range(3)]
    await asyncio.sleep(0)
    slow.sign.set()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert [str(answer) for answer in answers] == ["bad text"] * 3
    with pytest.raises(ScorerError, match="bad text"):
        await once("bad")
    assert slow.asked == {"bad": 2}
    await once.close()


async def test_as_many_texts_are_worked_on_at_a_time_as_there_are_threads(slow):
    once = Once(slow, threads=3)
    asking = [asyncio.create_task(once(text)) for text in "abcdefg"]
    await asyncio.sleep(0.05)
    assert len(slow.asked) == 3
    slow.sign.set()
    await asyncio.gather(*asking)
    assert len(slow.threads) == 3
    assert threading.get_ident() not in slow.threads
    await once.close()


async def test_closing_tells_those_whose_turn_has_not_come(slow):
    once = Once(slow, threads=1)
    running, waiting = (asyncio.create_task(once(text)) for text in ("running", "waiting"))
    await asyncio.sleep(0.05)
    closing = asyncio.create_task(once.close())
    with pytest.raises(ScorerError, match="closed before"):
        await waiting
    slow.sign.set()
    assert await running == {"length": 7.0}
    await closing
    with pytest.raises(ScorerError, match="closed"):
        await once("late")
    assert slow.threads.isdisjoint(thread.ident for thread in threading.enumerate())


def test_answers_are_kept_from_one_event_loop_to_the_next(slow):
    once = Once(slow)
    slow.sign.set()
    first = asyncio.run(once("hello"))
    assert asyncio.run(once("hello")) == first
    assert slow.asked == {"hello": 1}
    asyncio.run(once.close())
