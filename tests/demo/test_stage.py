"""Stories are played by the members of the sandbox, through its door."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.community import community
from bot.demo.stage import Stage, stories
from bot.platforms.sandbox import Clock, Kind, Sandbox
from bot.stories import loads

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
STORY = """
title: A short one
conversation: help
cast:
  matt: {name: Matt, lang: en}
  hana: {name: Hana, lang: en}
lines:
  - {at: 0s, by: matt, text: "one"}
  - {at: 10s, by: hana, text: "two", reply_to: 1}
  - {at: 20s, by: matt, text: "one, better", edits: 1}
  - {at: 30s, by: matt, text: "three"}
"""


@pytest.fixture
def sandbox():
    return Sandbox(Clock(START, time.monotonic, 1000), community="elsewhere")


@pytest.fixture
def stage(sandbox):
    made = Stage(sandbox, {"short": loads(STORY, "short.yaml")})
    yield made
    made.close()


def lines(sandbox, kind=Kind.MESSAGE):
    return [one for one in sandbox.rooms["help"].entries if one.kind is kind]


async def finished(stage):
    await asyncio.wait_for(stage.playing["short"].task, 10)


async def test_a_story_is_said_in_order_and_in_its_time(stage, sandbox):
    stage.play("short")
    await finished(stage)
    first, second, third = lines(sandbox)
    assert [one.text for one in (first, second, third)] == ["one, better", "two", "three"]
    assert (first.edited, second.reply_to) == (True, first.id)
    assert third.at - first.at == timedelta(seconds=30)
    assert stage.playing == {}


async def test_however_late_a_line_or_an_edit_is_handled_it_is_judged_at_its_own_time(
    stage, sandbox
):
    handled = []

    async def handle(message):
        handled.append(message)

    sandbox.clock.run_at(1_000_000)  # time flies: every line is late
    stage.play("short")
    await finished(stage)
    at_work = asyncio.create_task(sandbox.run(handle))
    await sandbox.settle()
    at_work.cancel()
    first, *later = [one.sent_at for one in handled]
    assert [(at - first).total_seconds() for at in later] == [10, 20, 30]


async def test_the_cast_joins_the_community_it_plays_in(stage, sandbox):
    stage.play("short")
    await finished(stage)
    assert {one.community for one in sandbox.members.values()} == {"elsewhere"}


async def test_a_story_that_plays_is_not_begun_again(stage, sandbox):
    stage.play("short")
    first = stage.playing["short"]
    stage.play("short")
    assert stage.playing == {"short": first}


async def test_a_stopped_story_says_no_more_and_can_begin_anew(stage, sandbox):
    sandbox.clock.run_at(1)
    stage.play("short")
    await asyncio.sleep(0.05)
    stage.stop("short")
    stage.stop("short")
    sandbox.clock.run_at(1000)
    await asyncio.sleep(0.1)
    assert [one.text for one in lines(sandbox)] == ["one"]
    stage.play("short")
    assert "short" in stage.playing


async def test_what_the_service_refuses_is_told_in_the_room_and_the_story_goes_on(stage, sandbox):
    where = sandbox.open_room("help")
    stage.play("short")
    hana = sandbox.members["hana"]
    await sandbox.restrict(hana, where, START + timedelta(days=1))
    await finished(stage)
    assert [one.text for one in lines(sandbox)] == ["one, better", "three"]
    (told,) = lines(sandbox, Kind.EVENT)
    assert told.text.startswith("Not sent: Hana is muted until")


def test_every_bundled_story_is_sound_and_says_what_it_is_about():
    assert {"flame_war", "friendly_banter"} <= stories().keys()
    assert all(story.title and story.about for story in stories().values())


def test_every_story_of_the_menu_is_there():
    assert set(community().stories) <= stories().keys()


async def test_the_community_settles_in_with_its_past(sandbox):
    community().settle_in(sandbox)
    assert {"general", "help", "football", "lounge"} <= sandbox.rooms.keys()
    assert {one.lang for one in sandbox.members.values()} == {"en", "es", "pl", "ru", "el", "uk"}
    said = [one for room in sandbox.rooms.values() for one in room.entries]
    assert len(said) == len(community().opening)
    assert all(one.at < START for one in said)


async def test_everyone_who_tries_a_line_is_there(sandbox):
    community().settle_in(sandbox)
    assert {one.by for one in community().tries} <= sandbox.members.keys()
