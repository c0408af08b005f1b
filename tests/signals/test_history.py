"""Signals of what the author and the conversation did before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.context.member import digest
from bot.model import ConversationRecord, MemberRecord, Post, Strike
from bot.signals import flood, heat, newcomer, repeats, strikes
from tests.conftest import NOON, member

DAY = timedelta(days=1)


def posts(*ages, words="hello"):
    """A record of messages sent so many seconds before noon."""
    times = (NOON - timedelta(seconds=age) for age in ages)
    return MemberRecord(recent=tuple(Post(at, "general", digest(words)) for at in times))


def test_flood_counts_the_last_ten_seconds_with_this_message(facts):
    assert flood.measure(facts("hi", record=posts(9, 3, 0.5))).value == 4
    assert flood.measure(facts("hi", record=posts(30, 10))).value == 1
    assert flood.measure(facts("hi")).value == 1


def test_repeats_counts_the_same_words_of_the_last_ten_minutes(facts):
    assert repeats.measure(facts("Hello!!", record=posts(500, 20))).value == 2
    assert repeats.measure(facts("hello", record=posts(600, 601))).value == 0
    assert repeats.measure(facts("hello", record=posts(20, words="bye"))).value == 0
    assert repeats.measure(facts("hello", record=posts(0))).value == 1, "twice in one second"


def test_a_message_without_words_repeats_nothing(facts):
    assert repeats.measure(facts("!!!", record=posts(20, words="???"))).value == 0


def test_an_edit_does_not_repeat_itself_but_may_repeat_another_message(facts):
    assert repeats.measure(facts("hello", edited=True, record=posts(0))).value == 0
    assert repeats.measure(facts("hello", edited=True, record=posts(20))).value == 1


@pytest.mark.parametrize(
    ("joined", "seen", "count", "new"),
    [
        (NOON - DAY / 2, None, 500, True),
        (NOON - DAY, NOON - DAY / 2, 0, False),
        (None, NOON - DAY / 2, 8, True),
        (None, NOON - DAY / 2, 9, False),
        (None, NOON - DAY, 0, False),
        (None, None, 0, True),
    ],
)
def test_a_newcomer_has_just_joined_or_been_seen_first(facts, joined, seen, count, new):
    about = facts("hi", record=MemberRecord(first_seen=seen, messages=count))
    author = member(joined_at=joined)
    about = replace(about, message=replace(about.message, author=author))
    assert newcomer.measure(about).value is new


def test_of_somebody_never_seen_it_is_unknown_whether_they_are_new(facts):
    about = replace(facts("hi", edited=True), member=MemberRecord())
    assert newcomer.measure(about).value is None


def test_strikes_are_the_points_that_are_left(facts):
    old = Strike("respect", 2.0, NOON - timedelta(days=14), 14 * 86400)
    record = MemberRecord(strikes=(old, replace(old, weight=1.0, at=NOON)))
    found = strikes.measure(facts("hi", record=record))
    assert (found.value, found.evidence) == (2.0, "2 points")
    assert strikes.measure(facts("hi")).value == 0


def test_strikes_are_rounded_to_one_decimal(facts):
    old = Strike("respect", 1.0, NOON - timedelta(days=10), 14 * 86400)
    assert strikes.measure(facts("hi", record=MemberRecord(strikes=(old,)))).value == 0.6


def test_heat_is_what_is_left_of_it_with_this_message(facts):
    hot = ConversationRecord(heat=0.8, heated_at=NOON)
    now = heat.measure(facts("hi", conversation=hot)).value
    late = facts("hi", at=NOON + timedelta(minutes=20))
    assert now == pytest.approx(0.8)
    assert 0 < heat.measure(replace(late, conversation=hot)).value < 0.2
    assert heat.measure(facts("hi")).value == 0
