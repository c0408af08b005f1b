"""Many at once: nothing is lost, nothing happens twice, nobody waits in a circle."""

import asyncio
import random
import signal
import sys
from dataclasses import replace
from subprocess import PIPE, Popen

import pytest

from bot.errors import ReviewError, StoreError
from bot.model import ConversationRecord, Outcome, Progress
from bot.store import open_store
from tests.store.build import (
    MIA,
    NOON,
    OTHER_ROOM,
    ROOM,
    after,
    ask,
    decision,
    effect,
    facts,
    message,
    offend,
    say,
    strike,
    taking_back,
    verdict,
)
from tests.store.conftest import SHARED

shared = pytest.mark.parametrize("place", SHARED, indirect=True)


async def count_one(store, said):
    """What the path does: read the record, move it on, keep it; with a strike each time."""
    async with store.turn(said) as turn:
        record = replace(turn.member, messages=turn.member.messages + 1)
        heat = ConversationRecord(turn.conversation.heat + 1)
        await asyncio.sleep(random.random() / 500)
        found = facts(said, record, heat)
        await turn.remember(found)
        await turn.file(found, verdict(strike()), ())


async def test_a_member_who_writes_in_two_places_at_once_is_counted_right(store):
    rooms = (ROOM, OTHER_ROOM)
    said = [message(f"m{n}", n / 10, conversation=rooms[n % 2]) for n in range(40)]
    await asyncio.gather(*(count_one(store, each) for each in said))
    record = await store.strikes(MIA, after(60))
    assert record.messages == 40
    assert len(record.strikes) == 40
    assert len(await store.cases()) == 2


async def test_a_conversation_in_which_many_write_at_once_is_counted_right(store):
    said = [message(f"m{n}", author=replace(MIA, id=f"u{n % 7}")) for n in range(40)]
    await asyncio.gather(*(count_one(store, each) for each in said))
    async with store.turn(message("last")) as turn:
        assert turn.conversation.heat == 40
    (case,) = await store.cases()
    assert len((await store.case(case.id)).hits) == 40


async def test_members_and_conversations_in_every_order_never_block_each_other(store):
    people = [replace(MIA, id=f"u{n}") for n in range(5)]
    rooms = [replace(ROOM, id=f"r{n}") for n in range(5)]
    pairs = [(who, where) for who in people for where in rooms] * 3
    random.Random(1).shuffle(pairs)
    said = [message(f"m{n}", author=a, conversation=c) for n, (a, c) in enumerate(pairs)]
    async with asyncio.timeout(60):
        await asyncio.gather(*(count_one(store, each) for each in said))
    assert await ask(store, "SELECT sum(messages), count(*) FROM members") == [(75, 5)]


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_turns_of_different_conversations_run_side_by_side_on_a_server(store):
    both = asyncio.Barrier(2)

    async def meet(said):
        async with store.turn(said):
            await both.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(
            meet(message("m1")),
            meet(message("m2", author=replace(MIA, id="u9"), conversation=OTHER_ROOM)),
        )


async def test_of_many_who_decide_one_wins_each_case_and_the_others_are_told(store):
    for number in range(10):
        where = replace(ROOM, id=f"r{number}")
        await offend(store, message(f"m{number}", conversation=where))

    async def manager(name):
        told = []
        for case_id in random.sample(range(1, 11), 10):
            undo = effect(f"{case_id}/{name}", replace(case, id=case_id), message())
            try:
                await store.decide(case_id, decision(name), taking_back(undo))
                told.append((case_id, name))
            except ReviewError as error:
                told.append((case_id, str(error)))
        return told

    case = await store.case(1)
    said = await asyncio.gather(*(manager(f"manager{n}") for n in range(20)))
    for case_id in range(1, 11):
        whole = await store.case(case_id)
        (only,) = whole.decisions
        assert [each.key for each in whole.effects] == [f"{case_id}/{only.by}"]
        answers = [text for told in said for number, text in told if number == case_id]
        assert answers.count(only.by) == 1
        lost = f"case {case_id} was already decided by {only.by}: dismiss"
        assert answers.count(lost) == 19


async def test_of_many_who_claim_one_has_the_case(store):
    case = await offend(store, message())

    async def claim(name):
        try:
            return (await store.claim(case.id, name, NOON, after(600))).claimed_by
        except ReviewError:
            return None

    got = await asyncio.gather(*(claim(f"manager{n}") for n in range(20)))
    assert [name for name in got if name] == [(await store.case(case.id)).claimed_by]


async def test_of_many_who_begin_an_effect_one_may(store):
    await offend(store, message(), keys=["k"])
    assert sum(await asyncio.gather(*(store.begin("k", NOON) for _ in range(20)))) == 1


async def test_of_many_who_intend_the_same_one_is_told_that_it_is_new(store):
    case = await offend(store, message())

    async def intend(number):
        said = message(f"n{number}", conversation=OTHER_ROOM, author=replace(MIA, id=f"u{number}"))
        async with store.turn(said) as turn:
            return await turn.intend([effect("k", case, said)])

    assert sum(map(len, await asyncio.gather(*map(intend, range(20))))) == 1


async def test_a_message_that_comes_while_its_case_is_decided_is_in_one_case_or_the_next(store):
    """A hit never slips into a case that is closed already."""
    for number in range(20):
        where = replace(ROOM, id=f"r{number}")
        case = await offend(store, message("m1", conversation=where))
        await asyncio.gather(
            offend(store, message("m2", 1, conversation=where)),
            store.decide(case.id, decision()),
        )
    late = await ask(
        store,
        "SELECT count(*) FROM events hit JOIN events decided ON decided.case_id = hit.case_id "
        "WHERE hit.kind = 'hit' AND decided.kind = 'decided' AND hit.id > decided.id",
    )
    assert late == [(0,)]
    assert await ask(store, "SELECT count(*) FROM hits") == [(40,)]


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_a_server_that_hangs_up_is_survived(store, address):
    other = await open_store(address)
    await say(store, message())

    async def cut_off():
        async with store.turn(message("m2")) as turn:
            await ask(
                other,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            await turn.remember(facts(message("m2")))

    with pytest.raises(StoreError):
        await cut_off()
    async with store.turn(message("m2")) as turn:
        assert turn.known is None
        assert turn.member.messages == 1
    await other.close()


WRITER = """
import asyncio, sys
from bot.store import open_store
from tests.store.build import message, offend

async def main(url, name):
    store = await open_store(url)
    number = 0
    while True:
        await offend(store, message(f"{name}{number}", number / 1000), keys=[f"{name}{number}"])
        print(f"{name}{number}", flush=True)
        number += 1

asyncio.run(main(*sys.argv[1:]))
"""


@shared
async def test_a_killed_process_loses_nothing_it_had_committed(address):
    writers = [
        Popen([sys.executable, "-c", WRITER, address, name], stdout=PIPE, text=True)
        for name in ("a", "b")
    ]
    said = [writer.stdout.readline().strip() for writer in writers for _ in range(10)]
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        said += writer.communicate()[0].split()
    store = await open_store(address)
    kept = {key for (key,) in await ask(store, "SELECT id FROM messages")}
    assert kept.issuperset(said)
    for table in ("hits", "effects", "strikes"):
        assert await ask(store, f"SELECT count(*) FROM {table}") == [(len(kept),)]
    await say(store, message("after"))
    await store.close()


async def test_outcomes_of_many_effects_at_once_are_all_kept(store):
    keys = [f"k{n}" for n in range(30)]
    case = await offend(store, message(), keys=keys)

    async def carry_out(key):
        await store.begin(key, NOON)
        await store.finish(key, Outcome(Progress.DONE, key), after(1))

    await asyncio.gather(*map(carry_out, keys))
    whole = await store.case(case.id)
    assert [each.detail for each in whole.effects] == keys
