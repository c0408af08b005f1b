"""Signals of where a message stands, when, and who wrote it."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.model import Conversation, ConversationRecord, Line
from bot.signals import (
    account_age,
    author,
    channel,
    flame_war,
    people,
    roles,
    slowmode,
    tenure,
    time,
)
from tests.conftest import GENERAL, NOON, member

DAY = timedelta(days=1)


def by(facts, **known):
    """Facts about a message whose author is known like this."""
    about = facts("hi")
    return replace(about, message=replace(about.message, author=member(**known)))


def test_a_channel_is_known_by_its_name_and_by_its_id(facts):
    found = channel.measure(facts("hi", where=replace(GENERAL, id="42", name="help")))
    assert (found.value, found.forms) == ("help", ("help", "42"))
    nameless = channel.measure(facts("hi", where=replace(GENERAL, id="42", name="")))
    assert (nameless.value, nameless.forms) == ("42", ("42",))
    assert channel.measure(facts("hi")).forms == ("general",)


def test_an_author_is_known_by_the_id_and_not_by_the_name(facts):
    about = facts("hi")
    named = replace(about.message.author, id="77", name="ann")
    found = author.measure(replace(about, message=replace(about.message, author=named)))
    assert (found.value, found.forms) == ("77", ("77",))


def test_roles_are_names_and_to_have_none_is_known(facts):
    found = roles.measure(facts("hi", roles=("mods", "artists")))
    assert (found.value, found.forms) == ("mods, artists", ("mods", "artists"))
    none = roles.measure(facts("hi"))
    assert (none.value, none.forms) == ("", ())


@pytest.mark.parametrize(("file", "key"), [(tenure, "joined_at"), (account_age, "created_at")])
def test_a_time_that_has_passed_is_in_whole_seconds_or_unknown(facts, file, key):
    assert file.measure(by(facts, **{key: NOON - DAY})).value == 86400
    assert file.measure(by(facts, **{key: NOON - DAY / 1000})).value == 86
    assert file.measure(by(facts, **{key: NOON + DAY})).value == 0, "clocks may differ"
    assert file.measure(by(facts)).value is None
    other = {"joined_at": "created_at", "created_at": "joined_at"}[key]
    assert file.measure(by(facts, **{other: NOON - DAY})).value is None


def spoke(*whom):
    """A conversation in which these spoke so many minutes before noon."""
    lines = (
        Line(f"l{number}", name, name, NOON - timedelta(minutes=ago), 0.0)
        for number, (name, ago) in enumerate(whom)
    )
    return ConversationRecord(lines=tuple(lines))


def test_people_are_the_different_members_of_the_last_ten_minutes(facts):
    record = spoke(("eve", 30), ("bob", 10), ("cleo", 9), ("cleo", 8), ("ann", 1))
    assert people.measure(facts("hi", conversation=record)).value == 2
    assert people.measure(facts("hi")).value == 1, "the author alone"


def test_slow_mode_is_on_where_members_must_wait(facts):
    slow = Conversation("replay", "hearth", "general", "general", slowmode=30)
    assert slowmode.measure(facts("hi", where=slow)).value is True
    assert slowmode.measure(facts("hi")).value is False


def test_the_time_is_when_it_was_sent_in_utc(facts):
    there = NOON.astimezone(timezone(timedelta(hours=9)))
    assert time.measure(facts("hi", at=there)).value == "2026-01-01T12:00:00Z"


def test_a_flame_war_takes_blows_both_ways(facts):
    lines = tuple(
        Line(f"l{n}", who, who, NOON - timedelta(minutes=4 - n), 0.9, to)
        for n, (who, to) in enumerate([("ann", "bob"), ("bob", "ann"), ("ann", "bob")])
    )
    hot = ConversationRecord(heat=0.8, heated_at=NOON, lines=lines)
    both = flame_war.measure(facts("hi", conversation=hot))
    alone = tuple(line for line in lines if line.author == "ann")
    one = flame_war.measure(facts("hi", conversation=replace(hot, lines=alone)))
    assert 0.3 < both.value < 0.8
    assert one.value == 0
    assert both.evidence == f"flame war {both.value:.2f}"
