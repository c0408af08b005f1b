"""The real bot on the sandbox: what was said, judged and done is there to look at."""

import asyncio
from dataclasses import replace

import pytest

from bot.config import read_settings
from bot.demo.hearth import Visitor, lit
from bot.demo.verdicts import ruling
from bot.model import Progress


@pytest.fixture
async def hearth(tmp_path):
    async with lit(read_settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/demo.db")) as made:
        await made.sandbox.settle()
        yield made


async def said(hearth, who, text, room="general"):
    where = hearth.sandbox.rooms[room].conversation
    message = hearth.sandbox.post(hearth.sandbox.members[who], where, text)
    await hearth.sandbox.settle()
    await hearth.watch.look()
    return message


async def edited(hearth, message, text):
    hearth.sandbox.edit(message.author, message.conversation, message.id, text)
    await hearth.sandbox.settle()


async def test_nothing_that_was_said_before_makes_a_case(hearth):
    await hearth.watch.look()
    assert len(hearth.watch.judged) == len(hearth.community.opening)
    assert (hearth.watch.cases, hearth.watch.points(hearth.sandbox.clock.now())) == ((), {})


async def test_an_insult_heats_its_room_and_leaves_a_strike_and_a_case(hearth):
    before = hearth.watch.version
    message = await said(hearth, "matt", "nobody likes you, Hana, you pathetic loser")
    now = hearth.sandbox.clock.now()
    assert "personal-attack" in hearth.watch.judged[message.id].verdict.rules
    assert [case.rules for case in hearth.watch.cases] == [("personal-attack",)]
    assert hearth.watch.points(now) == {"matt": 1.0}
    assert hearth.watch.heat("general", now) > hearth.watch.heat("help", now)
    assert hearth.watch.version > before


async def test_a_dismissed_case_costs_no_points(hearth):
    await said(hearth, "matt", "nobody likes you, Hana, you pathetic loser")
    (case,) = hearth.watch.cases
    closed = await hearth.app.review.decide(case.id, "Ines", "dismiss", hearth.sandbox.clock.now())
    hearth.watch.touch()
    await hearth.watch.look()
    assert hearth.watch.points(hearth.sandbox.clock.now()) == {}
    assert {one.progress for one in closed.effects} == {Progress.DONE}


async def test_starting_over_forgets_the_quarrel_and_its_strikes(hearth):
    await said(hearth, "matt", "nobody likes you, Hana, you pathetic loser")
    hearth.visitor("b").room = "lounge"
    hearth.start_over()
    await hearth.sandbox.settle()
    await hearth.watch.look()
    assert (hearth.watch.cases, hearth.watch.records) == ((), {})
    assert hearth.visitor("b") == Visitor()
    assert hearth.watch.heat("general", hearth.sandbox.clock.now()) < 0.1
    await said(hearth, "matt", "nobody likes you, Hana, you pathetic loser")
    assert hearth.watch.points(hearth.sandbox.clock.now()) == {"matt": 1.0}


async def test_an_edit_that_changes_only_the_case_of_letters_leaves_the_ruling_as_it_was(hearth):
    message = await said(hearth, "matt", "nobody likes you, Hana, you pathetic loser")
    before = ruling(hearth.watch.judged[message.id], hearth)
    await edited(hearth, message, "NOBODY likes you, Hana, you pathetic loser")
    after = ruling(hearth.watch.judged[message.id], hearth)
    assert after == replace(before, text="NOBODY likes you, Hana, you pathetic loser", at=after.at)
    assert (after.rules, after.case) == (("Personal attack",), 1)
    await edited(hearth, message, "You are right, Hana.")
    assert ruling(hearth.watch.judged[message.id], hearth).rules == ()


async def test_a_ruling_says_what_became_of_each_action(hearth):
    matt, where = hearth.sandbox.members["matt"], hearth.sandbox.rooms["general"].conversation
    hearth.sandbox.members["matt"] = replace(matt, roles=("mods",))  # nobody can mute him now
    asked = []
    for _ in range(4):
        message = hearth.sandbox.post(matt, where, "nobody likes you, Hana, you pathetic loser")
        await hearth.sandbox.settle()
        asked += ruling(hearth.watch.judged[message.id], hearth).actions
    assert ("Strike", "good", "bolt") in asked
    assert {one for one in asked if one[0].startswith("Muted")} == {
        ("Muted: failed", "bad", "error")
    }


async def test_slow_mode_ends_by_itself_when_its_time_is_up(hearth):
    hearth.sandbox.clock.run_at(200)
    hearth.stage.play("flame_war")
    await hearth.stage.playing["flame_war"].task
    await hearth.sandbox.settle()
    room, lifted = hearth.sandbox.rooms["general"], asyncio.Event()
    assert room.slowmode > 0
    hearth.sandbox.listen(lambda: room.slowmode or lifted.set())
    async with asyncio.timeout(60):
        await lifted.wait()


async def test_each_browser_keeps_its_own_choices(hearth):
    hearth.visitor("a").writes_as = "hana"
    assert (hearth.visitor("a").writes_as, hearth.visitor("b").writes_as) == ("hana", "matt")
