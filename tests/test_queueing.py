import asyncio
import random

import pytest

from bot.queueing import InTurn


async def test_a_slow_first_still_comes_first():
    in_turn, order = InTurn(), []

    async def work(name, seconds):
        async with in_turn("general") as my_turn:
            await asyncio.sleep(seconds)
            await my_turn
            order.append(name)

    await asyncio.gather(work("slow", 0.05), work("fast", 0), work("medium", 0.02))
    assert order == ["slow", "fast", "medium"]


async def test_other_conversations_do_not_wait():
    in_turn, order = InTurn(), []

    async def work(key, seconds):
        async with in_turn(key) as my_turn:
            await asyncio.sleep(seconds)
            await my_turn
            order.append(key)

    await asyncio.gather(work("a", 0.05), work("b", 0))
    assert order == ["b", "a"]


async def test_errors_and_cancellations_do_not_break_the_line():
    in_turn, order, chance = InTurn(), [], random.Random(7)

    async def work(number):
        async with in_turn("general") as my_turn:
            await asyncio.sleep(chance.random() / 100)
            if number % 5 == 0:
                raise ValueError(number)
            await my_turn
            order.append(number)

    tasks = [asyncio.create_task(work(number)) for number in range(40)]
    await asyncio.sleep(0)
    for task in tasks[3::7]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == sorted(order)
    assert set(order) == {n for n in range(40) if n % 5} - set(range(3, 40, 7))
    assert not in_turn._last


async def test_who_fails_early_does_not_let_the_next_overtake_those_before():
    in_turn, order = InTurn(), []

    async def first():
        async with in_turn("general") as my_turn:
            await asyncio.sleep(0.03)
            await my_turn
            order.append("first")

    async def broken():
        async with in_turn("general"):
            raise ValueError

    async def third():
        async with in_turn("general") as my_turn:
            await my_turn
            order.append("third")

    results = await asyncio.gather(first(), broken(), third(), return_exceptions=True)
    assert order == ["first", "third"]
    assert isinstance(results[1], ValueError)


async def test_the_line_is_forgotten_when_all_have_gone():
    in_turn = InTurn()
    with pytest.raises(ValueError, match="done"):
        async with in_turn("general"):
            raise ValueError("done")
    assert not in_turn._last
