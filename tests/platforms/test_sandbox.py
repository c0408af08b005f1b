"""The pretend service keeps its promises to members, to the bot and to time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Gone, NotPermitted
from bot.model import Conversation, Member
from bot.platforms.sandbox import Clock, Kind, Refused, Sandbox

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
MATT = Member("sandbox", "hearth", "matt", "Matt")
HANA = Member("sandbox", "hearth", "hana", "Hana")
INES = Member("sandbox", "hearth", "ines", "Ines", roles=("mods",))
NOWHERE = Conversation("sandbox", "hearth", "attic", "attic")


class Seconds:
    """Real seconds that pass only when told to."""

    def __init__(self):
        self.passed = 0.0

    def __call__(self):
        return self.passed


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def sandbox(seconds):
    made = Sandbox(Clock(START, seconds))
    for one in (MATT, HANA, INES):
        made.join(one)
    made.open_room("general")
    return made


@pytest.fixture
def general(sandbox):
    return sandbox.rooms["general"].conversation


def entries(sandbox, kind=Kind.MESSAGE):
    return [one for one in sandbox.rooms["general"].entries if one.kind is kind]


async def test_community_time_runs_at_its_rate_from_the_moment_it_is_set(seconds):
    clock = Clock(START, seconds)
    seconds.passed = 10
    clock.run_at(20)
    seconds.passed = 13
    assert clock.now() == START + timedelta(seconds=10 + 3 * 20)


@pytest.mark.parametrize("rate", [0, -1])
async def test_time_cannot_stand_still_or_go_back(seconds, rate):
    clock = Clock(START, seconds)
    with pytest.raises(ValueError, match="time cannot run"):
        clock.run_at(rate)
    assert clock.rate == 1


async def test_who_waits_wakes_early_when_time_runs_faster():
    loop = asyncio.get_running_loop()
    clock = Clock(START, loop.time)
    began = loop.time()
    waiting = asyncio.create_task(clock.wait_until(START + timedelta(seconds=30)))
    await asyncio.sleep(0.02)
    clock.run_at(1000)
    await waiting
    assert loop.time() - began < 5
    assert clock.now() >= START + timedelta(seconds=30)


async def test_what_is_posted_goes_through_the_handle_once_and_in_order(sandbox, general):
    seen = []

    async def handle(message):
        seen.append(message)

    running = asyncio.create_task(sandbox.run(handle))
    posted = [sandbox.post(MATT, general, f"line {n}") for n in range(5)]
    await sandbox.settle()
    running.cancel()
    assert seen == posted
    assert [one.sent_at for one in seen] == [START] * 5


async def test_one_message_that_fails_does_not_stop_the_next(sandbox, general):
    seen = []

    async def handle(message):
        seen.append(message.text)
        if message.text == "bad":
            raise RuntimeError("a fault of the handler")

    running = asyncio.create_task(sandbox.run(handle))
    sandbox.post(MATT, general, "bad")
    sandbox.post(MATT, general, "good")
    await sandbox.settle()
    assert seen == ["bad", "good"]
    assert not running.done()
    running.cancel()


async def test_a_message_carries_its_mentions_its_reply_and_the_pace_of_the_room(sandbox, general):
    first = sandbox.post(HANA, general, "hello")
    await sandbox.slowmode(general, 20)
    second = sandbox.post(MATT, general, "@hana and @HANA, not me@ines", reply_to=first.id)
    assert (first.conversation.slowmode, second.conversation.slowmode) == (0, 20)
    assert second.mentions == ("hana",)
    assert second.reply_to == first.id


async def test_ids_differ_from_those_of_an_earlier_service(seconds, sandbox, general):
    later = Sandbox(Clock(START + timedelta(seconds=5), seconds))
    later.join(MATT)
    assert (
        sandbox.post(MATT, general, "hi").id
        != later.post(MATT, later.open_room("general"), "hi").id
    )


async def test_a_muted_member_is_refused_until_the_time_is_up(sandbox, general, seconds):
    await sandbox.restrict(MATT, general, START + timedelta(minutes=30))
    with pytest.raises(Refused, match=r"Matt is muted until 18:30 UTC"):
        sandbox.post(MATT, general, "hello?")
    assert entries(sandbox) == []
    seconds.passed = 1800
    sandbox.post(MATT, general, "back again")
    assert [one.text for one in entries(sandbox)] == ["back again"]


async def test_a_mute_can_be_lifted_early(sandbox, general):
    await sandbox.restrict(MATT, general, START + timedelta(minutes=30))
    await sandbox.restrict(MATT, general, None)
    assert sandbox.post(MATT, general, "thank you").text == "thank you"


async def test_staff_cannot_be_restricted(sandbox, general):
    with pytest.raises(NotPermitted, match="Ines is staff"):
        await sandbox.restrict(INES, general, START + timedelta(minutes=1))
    assert sandbox.post(INES, general, "still here").author == INES


async def test_slow_mode_binds_members_each_for_themselves_but_not_staff(sandbox, general, seconds):
    await sandbox.slowmode(general, 20)
    for one in (MATT, HANA, INES, INES):
        sandbox.post(one, general, "once")
    seconds.passed = 12.5
    with pytest.raises(Refused, match=r"Matt can write again in 8 s"):
        sandbox.post(MATT, general, "twice")
    seconds.passed = 20
    sandbox.post(MATT, general, "twice")


async def test_slow_mode_is_left_alone_when_it_is_not_what_was_expected(sandbox, general):
    await sandbox.slowmode(general, 60)
    assert not await sandbox.slowmode(general, 0, only_if=20)
    assert sandbox.rooms["general"].slowmode == 60
    assert await sandbox.slowmode(general, 0, only_if=60)
    assert [one.text for one in entries(sandbox, Kind.EVENT)] == [
        "Slow mode: 60 s between messages",
        "Slow mode is off",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [("  \n", "nothing to send"), ("x" * 4001, "4000 characters, this one has 4001")],
)
async def test_empty_and_endless_messages_are_refused(sandbox, general, text, why):
    with pytest.raises(Refused, match=why):
        sandbox.post(MATT, general, text)


async def test_a_note_is_for_one_reader_and_its_key_counts_once(sandbox, general):
    for _ in range(2):
        assert await sandbox.notify(MATT, general, "breathe", "c1/matt/nudge") == "privately"
    await sandbox.notify(MATT, general, "breathe", "c2/matt/nudge")
    notes = entries(sandbox, Kind.NOTE)
    assert [(one.text, one.reader) for one in notes] == [("breathe", MATT)] * 2


async def test_what_the_bot_says_to_everyone_is_said_once(sandbox, general):
    for _ in range(2):
        await sandbox.say(general, "let us cool down", "c1/nudge")
    assert [(one.text, one.reader) for one in entries(sandbox, Kind.SAID)] == [
        ("let us cool down", None)
    ]


async def test_a_removed_message_comes_back_in_its_place_marked_as_restored(sandbox, general):
    message = sandbox.post(MATT, general, "words")
    sandbox.post(HANA, general, "after")
    await sandbox.delete(message)
    await sandbox.delete(message)
    assert [one.removed for one in entries(sandbox)] == [True, False]
    assert await sandbox.give_back(message, "k") == "back in its place"
    first = entries(sandbox)[0]
    assert (first.text, first.removed, first.restored) == ("words", False, True)


async def test_only_its_author_edits_a_message_and_it_is_read_again(sandbox, general):
    message = sandbox.post(MATT, general, "helo")
    with pytest.raises(Refused, match="Hana has no such message"):
        sandbox.edit(HANA, general, message.id, "hello")
    again = sandbox.edit(MATT, general, message.id, "hello")
    assert (again.id, again.text, again.edited) == (message.id, "hello", True)
    await sandbox.delete(message)
    with pytest.raises(Refused, match="no such message"):
        sandbox.edit(MATT, general, message.id, "once more")


async def test_what_is_no_longer_there_is_gone(sandbox, general):
    stranger = Member("sandbox", "hearth", "zoe", "Zoe")
    message = sandbox.post(MATT, general, "words")
    sandbox.rooms["general"].entries.clear()
    await sandbox.delete(message)
    with pytest.raises(Gone, match="out of reach"):
        await sandbox.give_back(message, "k")
    with pytest.raises(Gone, match="Zoe has left"):
        await sandbox.notify(stranger, general, "hi", "k")
    with pytest.raises(Gone, match="Zoe has left"):
        await sandbox.restrict(stranger, general, None)
    with pytest.raises(Gone, match="no conversation attic"):
        await sandbox.say(NOWHERE, "hi", "k2")


async def test_alerts_queue_up_for_the_managers(sandbox):
    await sandbox.alert(3, "community", "high", "Come and see")
    (alert,) = sandbox.alerts
    assert (alert.case_id, alert.queue, alert.priority, alert.at) == (3, "community", "high", START)


async def test_listeners_hear_of_every_change_until_they_stop(sandbox, general):
    heard = []
    stop = sandbox.listen(lambda: heard.append(1))
    sandbox.post(MATT, general, "words")
    await sandbox.slowmode(general, 5)
    await sandbox.alert(1, "community", "normal", "Come")
    assert len(heard) == 3
    stop()
    sandbox.post(HANA, general, "words")
    assert len(heard) == 3


async def test_a_room_forgets_its_oldest_lines(sandbox, general):
    sandbox.rooms["general"].entries.clear()
    for number in range(510):
        sandbox.remark(general, str(number))
    lines = entries(sandbox, Kind.EVENT)
    assert (len(lines), lines[0].text, lines[-1].text) == (500, "10", "509")


async def test_starting_over_leaves_everything_behind(sandbox, general):
    message = sandbox.post(MATT, general, "words")
    await sandbox.restrict(MATT, general, START + timedelta(minutes=30))
    sandbox.start_over("hearth-2")
    assert (sandbox.rooms, sandbox.members) == ({}, {})
    fresh = sandbox.open_room("general")
    matt = sandbox.join(MATT)
    assert (matt.community, fresh.community) == ("hearth-2", "hearth-2")
    assert sandbox.post(matt, fresh, "words").id != message.id


async def test_what_is_meant_for_an_earlier_community_does_not_reach_the_new_one(sandbox, general):
    sandbox.start_over("hearth-2")
    sandbox.open_room("general")
    sandbox.join(MATT)
    with pytest.raises(Gone, match="no conversation general"):
        await sandbox.slowmode(general, 20)
    with pytest.raises(Gone, match="Matt has left"):
        await sandbox.restrict(MATT, general, START + timedelta(minutes=30))
    assert sandbox.rooms["general"].slowmode == 0
    assert sandbox.restricted == {}
