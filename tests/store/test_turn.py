"""What a turn reads, keeps, and takes back when it fails."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import StoreError
from bot.model import ConversationRecord, Line, MemberRecord, Post
from bot.store.memory import INCIDENT_GAP
from tests.store.build import (
    BEN,
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

RECORD = MemberRecord(
    NOON,
    7,
    "pl",
    (Post(NOON, "room", "abc"), Post(after(2), "room", "")),
    fired={"attack": (NOON, after(2)), "flood": (after(1),)},
)
HEATED = ConversationRecord(
    0.75,
    after(3),
    (Line("m1", "u1", "Mia", NOON, None), Line("m2", "u2", "Ben", after(1), 0.5, "u1", 0.25)),
    {"attack": (after(3),)},
)


async def test_a_stranger_has_no_record(store):
    async with store.turn(message()) as turn:
        assert turn.member == MemberRecord()
        assert turn.conversation == ConversationRecord()
        assert (turn.known, turn.case) == (None, None)


async def test_both_records_come_back_as_they_were_kept(store):
    await say(store, message(), member=RECORD, conversation=HEATED)
    async with store.turn(message("m2")) as turn:
        assert turn.member == RECORD
        assert turn.conversation == HEATED


async def test_records_belong_to_one_community_of_one_platform(store):
    await say(store, message(), member=RECORD, conversation=HEATED)
    far = replace(MIA, community="elsewhere"), replace(ROOM, community="elsewhere")
    async with store.turn(message(author=far[0], conversation=far[1])) as turn:
        assert turn.member == MemberRecord()
        assert turn.conversation == ConversationRecord()
        assert turn.known is None


async def test_a_message_is_known_with_all_it_came_with(store):
    room = replace(ROOM, slowmode=20)
    said = message(conversation=room, reply_to="m0", mentions=("u2", "u3"), text="ἀ ї ✓\n 1")
    await say(store, said)
    async with store.turn(said) as turn:
        known = turn.known
    assert known == said
    assert known.author.roles == MIA.roles
    assert (known.author.name, known.author.lang) == (MIA.name, MIA.lang)
    assert known.author.joined_at == MIA.joined_at
    assert (known.conversation.name, known.conversation.slowmode) == (ROOM.name, 20)


async def test_an_edit_replaces_the_words_and_keeps_when_they_were_first_said(store):
    await say(store, message(text="first"))
    await say(store, message(seconds=9, text="second", edited=True), scores={"insult": 0.9})
    async with store.turn(message()) as turn:
        assert turn.known == message(text="second", edited=True)
    (line,) = await store.transcript(ROOM, NOON, after(60))
    assert line.scores == {"insult": 0.9}
    assert await ask(store, "SELECT count(*) FROM messages") == [(1,)]


async def test_a_late_copy_of_the_first_words_does_not_undo_an_edit(store):
    await say(store, message(text="second", edited=True))
    await say(store, message(text="first"))
    async with store.turn(message()) as turn:
        assert turn.known.text == "second"


async def test_dates_of_a_member_are_not_forgotten_when_a_message_comes_without_them(store):
    await say(store, message())
    await say(store, message("m2", author=replace(MIA, joined_at=None, created_at=None)))
    async with store.turn(message()) as turn:
        assert turn.known.author.joined_at == MIA.joined_at
        assert turn.known.author.created_at == MIA.created_at


async def test_strikes_are_those_of_the_author_oldest_first(store):
    await offend(store, message("m2", 20), verdict(strike("calm", 20)))
    await offend(store, message("m1", 10), verdict(strike("respect", 10), strike("calm", 10, 0.5)))
    await offend(store, message("m3", 5, author=BEN), verdict(strike("respect", 5)))
    async with store.turn(message("m4", 30, conversation=OTHER_ROOM)) as turn:
        assert turn.member.strikes == (
            strike("respect", 10),
            strike("calm", 10, 0.5),
            strike("calm", 20),
        )


async def test_an_edit_is_judged_as_if_its_own_strikes_were_not_there(store):
    await offend(store, message("m1"), verdict(strike()))
    await offend(store, message("m2", 1), verdict(strike(seconds=1)))
    async with store.turn(message("m1", 2, edited=True)) as turn:
        assert turn.member.strikes == (strike(seconds=1),)


async def test_lifted_strikes_count_no_more(store):
    case = await offend(store, message())
    await store.decide(case.id, decision(), taking_back())
    async with store.turn(message("m2")) as turn:
        assert turn.member.strikes == ()


async def test_strikes_stand_until_they_are_lifted(store):
    case = await offend(store, message(), verdict(strike()))
    await store.decide(case.id, decision(seconds=60), taking_back())
    assert (await store.strikes(MIA, after(-1))).strikes == ()
    assert (await store.strikes(MIA, after(59))).strikes == (strike(),)
    assert (await store.strikes(MIA, after(60))).strikes == ()


async def test_what_is_remembered_of_a_member_can_be_asked_outside_a_turn(store):
    await say(store, message(), member=RECORD)
    assert await store.strikes(MIA, NOON) == RECORD
    assert await store.strikes(BEN, NOON) == MemberRecord()


async def test_an_incident_lasts_until_it_has_been_quiet_for_a_while(store):
    case = await offend(store, message())
    gap = INCIDENT_GAP.total_seconds()
    async with store.turn(message("m2", gap)) as turn:
        assert turn.case == case
    async with store.turn(message("m2", gap + 1)) as turn:
        assert turn.case is None
    async with store.turn(message("m2", -gap)) as turn:
        assert turn.case == case
    async with store.turn(message("m2", -gap - 1)) as turn:
        assert turn.case is None
    async with store.turn(message("m2", conversation=OTHER_ROOM)) as turn:
        assert turn.case is None


async def test_a_late_message_joins_the_case_in_whose_time_it_was_sent(store):
    """However long the incident has lasted since, and only then."""
    case = await offend(store, message())
    for later in (600, 1200, 1800):
        await offend(store, message(f"m{later}", later))
    for sent, joins in ((300, True), (1800, True), (-900, True), (-901, False), (2701, False)):
        async with store.turn(message("late", sent)) as turn:
            assert (turn.case is not None and turn.case.id == case.id) is joins


async def test_the_newest_case_is_the_one_that_is_on(store):
    await offend(store, message())
    newest = await offend(store, message("m2", 1000))
    for seconds in (1000, 500):
        async with store.turn(message("m3", seconds)) as turn:
            assert turn.case == newest


async def test_a_claimed_case_is_still_on_and_a_decided_one_is_over(store):
    case = await offend(store, message())
    await store.claim(case.id, "Ana", NOON, after(600))
    async with store.turn(message("m2")) as turn:
        assert (turn.case.id, turn.case.claimed_by) == (case.id, "Ana")
    await store.decide(case.id, decision())
    async with store.turn(message("m2")) as turn:
        assert turn.case is None


async def _everything_and(store, then):
    """A turn that writes to every table, and then does something more."""
    said = message("m2")
    async with store.turn(said) as turn:
        await turn.remember(facts(said, RECORD, HEATED))
        case = await turn.file(facts(said), verdict(strike()), ())
        await turn.intend([effect("k", case, said)])
        await then()


async def _assert_nothing_happened(store):
    for table in ("members", "messages", "conversations", "cases", "hits", "strikes", "effects"):
        assert await ask(store, f"SELECT * FROM {table}") == [], table
    assert await ask(store, "SELECT * FROM events") == []


async def test_a_turn_that_fails_leaves_nothing(store):
    async def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await _everything_and(store, fail)
    await _assert_nothing_happened(store)
    await say(store, message())


async def test_a_turn_that_is_cancelled_leaves_nothing(store):
    reached = asyncio.Event()

    async def wait():
        reached.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(_everything_and(store, wait))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await _assert_nothing_happened(store)
    await say(store, message())


async def test_a_turn_may_be_cancelled_at_any_moment(store):
    await say(store, message("m0"))

    async def turn_over(number):
        async with store.turn(message(f"m{number}")) as turn:
            await turn.remember(facts(message(f"m{number}")))
            await turn.file(facts(message(f"m{number}")), verdict(), ())

    for steps in range(40):
        task = asyncio.create_task(turn_over(steps + 1))
        for _ in range(steps):
            await asyncio.sleep(0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    counts = await ask(
        store, "SELECT (SELECT count(*) FROM messages) - 1, (SELECT count(*) FROM hits)"
    )
    assert counts[0][0] == counts[0][1]
    await say(store, message("last"))
    async with store.turn(message("m0")) as turn:
        assert turn.known is not None


async def test_a_task_cannot_wait_for_its_own_turn_to_end(store):
    async def ask_inside():
        async with store.turn(message()) as turn:
            await turn.remember(facts(message()))
            await store.cases()

    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match="inside a turn of the same task"):
            await ask_inside()
    await _assert_nothing_happened(store)


async def test_a_turn_that_is_over_can_write_no_more(store):
    async with store.turn(message()) as turn:
        pass
    with pytest.raises(StoreError, match="closed"):
        await turn.remember(facts(message()))
    await _assert_nothing_happened(store)
