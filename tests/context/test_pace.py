"""Whether a conversation cools, and whether it is fast without being hostile."""

from datetime import timedelta

import pytest
from hypothesis import given

from bot.context.flaring import HALF_LIFE, flaring_at
from bot.context.pace import FLARED, LATELY, SOON, cooling_at, fast_talk_at
from tests.conftest import NOON
from tests.context.lines import gaps, heard, line, record_of, shares, talks

HOT = line(id="hot", hostile=0.9, flaring=0.8)


def cooling(*lines, after=timedelta(0)):
    return cooling_at(heard(lines), lines[-1].at + after)


def fast(count, apart=1.0, **read):
    """How fast the talk of so many lines is, so many seconds apart."""
    lines = [line(id=str(n), minute=n * apart / 60, **read) for n in range(count)]
    return fast_talk_at(heard(lines), lines[-1].at)


@given(talks, gaps)
def test_both_stay_within_their_bounds(talk, after):
    record, at = record_of(talk)
    assert 0 <= cooling_at(record, at + after) <= 1
    assert 0 <= fast_talk_at(record, at + after) <= 1


@given(talks, gaps, gaps)
def test_in_silence_no_talk_gets_faster(talk, first, then):
    slow = [turn | {"hostile": 0.0} for turn, _ in talk]
    record, at = record_of([(turn, gap) for turn, (_, gap) in zip(slow, talk, strict=True)])
    assert fast_talk_at(record, at + first + then) <= fast_talk_at(record, at + first)


def test_what_has_just_flared_does_not_cool():
    assert cooling(HOT) == 0


def test_with_time_it_cools():
    assert cooling(HOT, after=HALF_LIFE) == pytest.approx(0.5)
    assert cooling(HOT, after=2 * HALF_LIFE) == pytest.approx(0.75)


def test_with_a_calm_turn_it_cools_as_far_as_it_has_fallen():
    assert cooling(HOT, line("bob", hostile=0.0, flaring=0.2)) == pytest.approx(0.75)


def test_somebody_who_makes_up_is_a_sign_of_its_own():
    sorry = line("bob", hostile=0.0, calming=0.9, flaring=0.8)
    assert cooling(HOT, sorry) == pytest.approx(0.9)
    assert cooling(HOT, sorry, after=HALF_LIFE) == pytest.approx(0.95)


@given(shares, shares)
def test_the_calmer_the_words_the_surer_it_cools(one, other):
    mild, warm = (
        cooling(HOT, line("bob", calming=calm, flaring=0.7)) for calm in sorted((one, other))
    )
    assert mild <= warm


def test_calm_words_count_for_three_turns():
    sorry = line("bob", calming=0.9, flaring=0.8)
    later = [line("eve", id=str(n)) for n in range(3)]
    assert cooling(HOT, sorry, *later[:2]) > 0.8
    assert cooling(HOT, sorry, *later) < 0.1


def test_what_did_not_flare_does_not_cool():
    mild = line(hostile=0.9, flaring=FLARED - 0.01, calming=0.9)
    assert cooling(mild, after=HALF_LIFE) == 0
    assert cooling(line()) == 0
    assert cooling_at(heard([]), NOON) == 0


def test_a_line_that_raised_nothing_is_nothing_to_cool():
    mild = line(hostile=0.1, baiting=0.1, calming=0.0, flaring=0.5)
    assert flaring_at(heard([mild]), NOON) == 0
    assert cooling(mild) == 0


def test_a_flare_of_long_ago_does_not_cool_any_more():
    assert cooling(HOT, after=LATELY) > 0.5
    assert cooling(HOT, after=LATELY + timedelta(seconds=1)) == 0


def test_the_more_lines_of_late_the_faster():
    speeds = [fast(count) for count in (1, 5, 20, 40)]
    assert speeds == sorted(speeds)
    assert speeds[0] < 0.1
    assert speeds[-1] > 0.9
    assert fast(16) == pytest.approx(1 - 0.36788, abs=1e-4)


def test_lines_of_long_ago_are_not_fast():
    assert fast(20, apart=60) < fast(20) / 2
    record = heard([HOT])
    assert fast_talk_at(record, NOON + SOON) < fast_talk_at(record, NOON) + 1e-12
    assert fast_talk_at(record, NOON + SOON + timedelta(seconds=1)) == 0
    assert fast_talk_at(heard([]), NOON) == 0


def test_lines_that_are_still_to_come_are_not_counted():
    record = heard(line(minute=n / 60) for n in range(9))
    assert fast_talk_at(record, NOON) == pytest.approx(1 - 0.93941, abs=1e-4)
    assert fast_talk_at(record, NOON - SOON) == 0


def test_hostile_lines_are_no_fast_talk():
    assert fast(20, hostile=0.5) == pytest.approx(fast(20) / 2)
    assert fast(20, hostile=1.0) == 0
