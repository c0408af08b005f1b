"""A quarrel in words: who, how many turns, since when, and which."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.context.account import GAP, HOSTILE, Account, account, names
from tests.conftest import NOON
from tests.context.lines import heard, line, record_of, talks

NOTHING = Account("no hostile turn of late", ())


def told(*lines, after=timedelta(0)):
    """The account of a talk so long after its last line."""
    return account(heard(lines), lines[-1].at + after)


def blow(author, minute, hostile=0.8, **read):
    return line(author, minute, hostile=hostile, **read)


def test_a_quarrel_is_told_in_one_sentence():
    found = told(blow("Bob", 2), line("eve", 3), blow("Ann", 4), blow("Bob", 6))
    assert found.said == (
        "Bob and Ann: 3 hostile or baiting turns in 4 minutes, steady; began at 12:02 with Bob"
    )
    assert found.turns == ("Bob2", "Ann4", "Bob6")


def test_one_turn_and_one_minute_are_told_as_one():
    assert told(blow("Bob", 5)).said == (
        "Bob: 1 hostile or baiting turn in 1 minute; began at 12:05 with Bob"
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (["Ann"], "Ann"),
        (["Ann", "Bob"], "Ann and Bob"),
        (["Ann", "Bob", "Cy"], "Ann, Bob and Cy"),
        (["Ann", "Bob", "Cy", "Dan"], "4 members"),
        (["Ann", "Bob", "Ann", "Bob"], "Ann and Bob"),
    ],
)
def test_those_in_it_are_named_while_they_are_few(who, said):
    lines = [blow(name, number) for number, name in enumerate(who)]
    assert told(*lines).said.startswith(f"{said}: ")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "1 minute;"), (89, "1 minute;"), (91, "2 minutes;")]
)
def test_minutes_are_rounded_and_never_none(seconds, said):
    assert f"in {said}" in told(blow("Bob", 0), after=timedelta(seconds=seconds)).said


@pytest.mark.parametrize(
    ("blows", "trend"),
    [
        ((0.5, 0.5, 0.9), ", rising;"),
        ((0.9, 0.9, 0.5), ", falling;"),
        ((0.6, 0.6, 0.65), ", steady;"),
        ((0.4, 0.5, 0.8, 0.9), ", rising;"),
        ((0.4, 0.9), "minute;"),
    ],
)
def test_the_trend_is_told_from_three_turns_on(blows, trend):
    lines = [blow("Bob", number, hostility) for number, hostility in enumerate(blows)]
    assert trend in told(*lines).said


def test_bait_counts_as_hostility_does():
    lines = [
        blow("Ann", 0, HOSTILE),
        line("Bob", 1, baiting=HOSTILE),
        blow("Cy", 2, HOSTILE - 0.01, baiting=HOSTILE - 0.01),
    ]
    assert told(*lines).turns == ("Ann0", "Bob1")


def test_an_earlier_quarrel_is_not_told():
    minutes = GAP / timedelta(minutes=1)
    early, late = blow("Ann", 0), blow("Bob", minutes + 0.1)
    assert told(early, late).turns == (late.id,)
    assert told(early, replace(late, at=NOON + GAP)).turns == (early.id, late.id)


def test_a_long_quarrel_is_one_as_long_as_its_turns_hang_together():
    lines = [replace(blow("Bob", n), at=NOON + n * GAP) for n in range(4)]
    assert told(*lines, after=GAP).turns == tuple(one.id for one in lines)
    assert "in 60 minutes" in told(*lines, after=GAP).said


def test_calm_talk_between_does_not_hold_two_quarrels_together():
    chat = [line("eve", minute) for minute in range(1, 18)]
    late = blow("Bob", 18)
    assert told(blow("Ann", 0), *chat, late).turns == (late.id,)


def test_a_quarrel_that_has_long_ended_is_none():
    assert told(blow("Bob", 0), after=GAP).turns
    assert told(blow("Bob", 0), after=GAP + timedelta(seconds=1)) == NOTHING


def test_without_hostile_turns_there_is_nothing_to_tell():
    assert told(line(), line("bob", 1, hostile=0.3)) == NOTHING
    assert account(heard([]), NOON) == NOTHING


def test_a_member_is_called_by_the_latest_name():
    lines = [line("77", name="Robert"), line("77", 1, name="Falcon"), line("eve", 2)]
    assert names(heard(lines), ["77", "eve", "gone"]) == ["Falcon", "eve", "gone"]


@given(talks)
def test_the_turns_are_hostile_ones_that_are_remembered_in_their_order(talk):
    record, at = record_of(talk)
    found = account(record, at)
    hostile = [one.id for one in record.lines if max(one.hostile or 0, one.baiting or 0) >= HOSTILE]
    assert list(found.turns) == hostile[len(hostile) - len(found.turns) :]
    assert (found == NOTHING) == (not found.turns)
