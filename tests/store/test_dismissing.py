"""What fired where a manager found that nothing had happened is taken back, for everybody in it."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest

from bot.context.fired import noted
from bot.model.lifecycle import RuleCounts, RuleHit
from tests.store.build import (
    BEN,
    NOON,
    OTHER_ROOM,
    after,
    ask,
    decision,
    facts,
    message,
    verdict,
)


def fired(**seconds):
    """A record's firings: by rule, so many seconds after noon."""
    return {rule: tuple(after(one) for one in times) for rule, times in seconds.items()}


async def records(store, said):
    """What fired, for the member and in the conversation, as the next message finds it."""
    async with store.turn(said) as turn:
        return turn.member.fired, turn.conversation.fired


async def annoy(store, said, *rules, shadow=()):
    """A message on which these rules fire, as the pipeline notes it."""
    async with store.turn(said) as turn:
        found = facts(said, turn.member, turn.conversation, fired=turn.fired)
        ruled = verdict(rules=rules, shadow=shadow)
        await turn.remember(noted(found, ruled))
        case = await turn.file(found, ruled, ())
        hits = {**dict.fromkeys(rules, "live"), **dict.fromkeys(shadow, "shadow")}
        await turn.count(said, [RuleHit(rule, "v", mode) for rule, mode in hits.items()])
    return case


async def test_what_fired_in_a_dismissed_case_counts_no_longer(store):
    await annoy(store, message("m1", 0), "rude")
    await store.decide(1, decision(word="uphold"))
    case = await annoy(store, message("m2", 10), "rude", "flood", shadow=["seen"])
    await annoy(store, message("m3", 10, author=BEN), "rude")
    await annoy(store, message("m2", 20, text="worse", edited=True), "rude", "late")
    mine, here = await records(store, message("m4", 30))
    assert mine == fired(rude=[0, 10], flood=[10], seen=[10], late=[20])
    assert here == {**mine, "rude": (NOON, after(10), after(10))}
    await store.decide(case.id, decision())
    assert await records(store, message("m4", 30)) == (fired(rude=[0]), fired(rude=[0]))
    assert (await records(store, message("m5", 30, author=BEN)))[0] == {}


@pytest.mark.parametrize("word", ["uphold", "lighter", "stronger", "undo"])
async def test_what_fired_in_a_case_that_is_not_dismissed_still_counts(store, word):
    case = await annoy(store, message(), "rude")
    await store.decide(case.id, decision(word=word))
    assert await records(store, message("m2", 30)) == (fired(rude=[0]), fired(rude=[0]))


async def test_what_fires_again_after_a_dismissal_counts_again(store):
    case = await annoy(store, message(), "rude")
    await store.decide(case.id, decision())
    await annoy(store, message(seconds=90, edited=True), "rude")
    assert (await records(store, message("m2", 99)))[0] == fired(rude=[90])


async def test_what_fired_in_shadow_counts_again_after_a_dismissal_as_the_rest_does(store):
    said = message()
    case = await annoy(store, said, "rude", shadow=["seen"])
    await annoy(store, message("m2", 5), "rude")
    await store.decide(case.id, decision())
    async with store.turn(said) as turn:
        assert turn.fired == frozenset()
    await annoy(store, message(seconds=90, edited=True), "rude", shadow=["seen"])
    assert (await records(store, message("m3", 99)))[0] == fired(rude=[90], seen=[90])
    async with store.turn(said) as turn:
        assert turn.fired == {"rude", "seen"}


async def test_what_fired_in_shadow_is_still_counted_and_never_judged(store):
    case = await annoy(store, message(), "rude", shadow=["seen"])
    await store.decide(case.id, decision())
    assert await store.rule_counts(NOON) == (
        RuleCounts("rude", "v", "live", hits=1, dismissed=1),
        RuleCounts("seen", "v", "shadow", hits=1),
    )


async def test_a_second_dismissal_leaves_what_fired_since_the_first(store):
    said = message()
    case = await annoy(store, said, "rude", shadow=["seen"])
    await store.decide(case.id, decision())
    await annoy(store, message(seconds=90, edited=True), "rude", shadow=["seen"])
    await store.decide(case.id, decision(word="undo", round=1))
    await store.decide(case.id, decision(round=2))
    async with store.turn(said) as turn:
        assert turn.fired == {"rude", "seen"}
    assert (await records(store, message("m2", 99)))[0] == fired(rude=[90], seen=[90])


async def test_a_second_dismissal_leaves_what_fired_in_the_same_second_elsewhere(store):
    case = await annoy(store, message(), "rude")
    there = message("m2", conversation=OTHER_ROOM)
    await annoy(store, there, "rude")
    assert (await records(store, message("m3", 30)))[0] == fired(rude=[0, 0])
    await store.decide(case.id, decision())
    assert (await records(store, message("m3", 30)))[0] == fired(rude=[0])
    await store.decide(case.id, decision(word="undo", round=1))
    await store.decide(case.id, decision(round=2))
    assert await records(store, replace(there, id="m3")) == (fired(rude=[0]), fired(rude=[0]))


async def test_an_undo_of_a_dismissal_brings_nothing_back(store):
    case = await annoy(store, message(), "rude", shadow=["seen"])
    await store.decide(case.id, decision())
    await store.decide(case.id, decision(word="undo", round=1))
    assert await records(store, message("m2", 30)) == ({}, {})


@pytest.mark.parametrize(("dismissed", "left"), [(0, "rude"), (1, "rude"), (2, "")])
async def test_what_fired_in_two_cases_goes_with_the_second_of_them(store, dismissed, left):
    said = message()
    await annoy(store, said, "rude")
    await store.decide(1, decision(word="undo"))
    await annoy(store, message(seconds=90, edited=True), "rude")
    for case in range(2, 2 - dismissed, -1):
        await store.decide(case, decision(round=2 - case))
    async with store.turn(said) as turn:
        assert turn.fired == frozenset(left.split())
        assert turn.member.fired == (fired(rude=[0]) if left else {})


@asynccontextmanager
async def writing(store, said):
    """A message on which nothing fires, whose turn lasts as long as the block."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def write():
        async with store.turn(said) as turn:
            begun.set()
            await go.wait()
            await turn.remember(facts(said, turn.member, turn.conversation))

    task = asyncio.create_task(write())
    await begun.wait()
    yield
    go.set()
    await task


async def waits(store, task):
    """Come back when this task waits for what others hold, or is over."""
    while not task.done():
        if await ask(store, "SELECT 1 FROM pg_locks WHERE NOT granted"):
            return
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_who_joins_a_case_while_it_is_being_dismissed_is_cleared_too(store):
    """Also when they go on writing elsewhere, as their record was before."""
    case = await annoy(store, message(), "rude")
    third = replace(OTHER_ROOM, id="third")
    async with asyncio.timeout(20), AsyncExitStack() as elsewhere:
        async with writing(store, message("m2", 5, conversation=OTHER_ROOM)):
            dismissal = asyncio.create_task(store.decide(case.id, decision()))
            await waits(store, dismissal)
            await annoy(store, message("m3", 6, author=BEN), "rude")
            on = message("m4", 7, author=BEN, conversation=third)
            await elsewhere.enter_async_context(writing(store, on))
        await waits(store, dismissal)
    await dismissal
    assert (await records(store, message("m5", 99)))[0] == {}
    assert (await records(store, message("m5", 99, author=BEN)))[0] == {}
