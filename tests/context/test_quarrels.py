"""What has gone on of late, in numbers: the turns as they were read, taken together."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.quarrels import ATTACK, BACK, WINDOW, taken_together
from tests.context.lines import gaps, line, lines_of, talks

CALLED = dict(zip("abcd", ("zoe", "b", "ünal", "77"), strict=True))
spoken = talks.filter(bool)


def renamed(one):
    """The same line, where everybody is called otherwise."""
    called = {None: None, **CALLED}
    return replace(one, author=called[one.author], likely_to=called[one.likely_to])


def of(*lines):
    """What these lines make together."""
    return taken_together(lines[:-1], lines[-1])


def blow(pair, number, hostile=0.9, **read):
    """A line of one to another, such as `ab`."""
    return line(pair[0], number / 2, likely_to=pair[1], hostile=hostile, **read)


@given(spoken)
def test_names_change_no_number(talk):
    lines, _ = lines_of(talk)
    assert of(*lines) == of(*map(renamed, lines))


@given(spoken, st.lists(gaps, min_size=60, max_size=60))
def test_all_numbers_are_finite_also_when_messages_come_late(talk, late):
    lines, _ = lines_of(talk)
    lines = [replace(one, at=one.at - 2 * gap) for one, gap in zip(lines, late, strict=False)]
    assert all(0 <= much < math.inf for much in of(*lines).values())


@given(spoken)
def test_turns_that_were_never_read_count_as_harmless(talk):
    lines, _ = lines_of(talk)
    unread = [replace(one, hostile=None, baiting=None, calming=None) for one in lines]
    harmless = [replace(one, hostile=0.0, baiting=0.0, calming=0.0) for one in lines]
    assert of(*unread) == of(*harmless)


@given(spoken)
def test_only_the_last_turns_count(talk):
    lines, _ = lines_of(talk)
    assert of(*lines) == of(*lines[-BACK:])


@given(spoken)
def test_a_line_heard_again_counts_once(talk):
    lines, _ = lines_of(talk)
    assert of(*lines[1 - BACK :]) == of(*lines[1 - BACK :], lines[-1])


@given(spoken)
def test_the_parts_are_no_more_than_the_whole(talk):
    found = of(*lines_of(talk)[0])
    assert found["second given"] <= found["most given"] <= found["hostile in all"] + 1e-9
    assert found["most bait"] >= found["my bait"]
    assert found["bait in all"] >= found["most bait"] - 1e-9
    assert 1 <= found["voices"] <= len(CALLED)
    assert 0 <= found["exchange"] <= 1


def test_of_a_fast_talk_the_last_twelve_turns_count():
    lines = [blow("ab", 0), *(blow("ba", n, hostile=0.1) for n in range(1, BACK))]
    assert of(*lines)["hostile before"] == 0.9
    assert of(*lines, blow("ba", BACK, hostile=0.1))["hostile before"] == 0.1


def test_hours_of_silence_cut_the_window():
    lines = [blow("ab", 0), blow("ba", 1)]
    last = lines[-1].at
    assert of(*lines, line("ann", at=last + WINDOW))["hostile in all"] == 0.9
    late = line("ann", at=last + WINDOW + timedelta(seconds=1), hostile=0.1)
    assert of(*lines, late) == of(late)


def test_this_turn_is_told_from_those_before():
    lines = [
        line(hostile=0.5, baiting=0.3, calming=0.8),
        line("bob", 1, hostile=0.7, baiting=0.1, calming=0.2),
        line("ann", 2, hostile=0.2, baiting=0.6, calming=0.1),
    ]
    found = of(*lines)
    assert (found["hostile now"], found["hostile before"]) == (0.2, 0.7)
    assert (found["bait now"], found["bait before"]) == (0.6, 0.3)
    assert (found["calm now"], found["calm"]) == (0.1, 0.8)
    assert found["hostile in all"] == pytest.approx(1.4)
    assert found["bait in all"] == pytest.approx(1.0)
    assert found["calm in all"] == pytest.approx(1.1)
    assert found["hostile lately"] == pytest.approx(1.4 / 3)
    assert found["sharpest lately"] == pytest.approx(0.8)


def test_a_first_turn_has_nothing_before_it():
    found = of(line(hostile=0.6))
    assert (found["hostile now"], found["hostile before"], found["bait before"]) == (0.6, 0, 0)
    assert (found["voices"], found["second given"]) == (1, 0)
    assert found["hostile lately"] == pytest.approx(0.2)


def test_what_was_sharp_three_turns_ago_is_no_longer_lately():
    lines = [blow("ab", 0), *(blow("ba", n, hostile=0.1) for n in range(1, 4))]
    found = of(*lines)
    assert found["hostile lately"] == pytest.approx(0.1)
    assert found["hostile before"] == 0.9


def test_members_are_ranked_by_what_they_give():
    lines = [blow("ab", 0, 0.5), blow("ba", 1, 0.9), blow("ab", 2, 0.6), blow("cb", 3, 0.2)]
    found = of(*lines)
    assert found["most given"] == pytest.approx(1.1)
    assert found["second given"] == pytest.approx(0.9)
    assert found["voices"] == 3


def test_bait_is_counted_by_who_lays_it():
    lines = [line("tess", n, baiting=0.7) for n in range(3)]
    found = of(*lines, line("ann", 4, baiting=0.2))
    assert found["most bait"] == pytest.approx(2.1)
    assert found["my bait"] == 0.2


def test_an_exchange_takes_two_who_strike_each_other():
    assert of(blow("ab", 0, 0.8), blow("ba", 1, 0.5))["exchange"] == pytest.approx(0.4)
    assert of(blow("ab", 0), blow("ab", 1))["exchange"] == 0
    assert of(blow("ab", 0), blow("bc", 1))["exchange"] == 0
    assert of(blow("ab", 0), line("b", 1, hostile=0.9))["exchange"] == 0


def test_of_many_exchanges_the_sharpest_counts():
    lines = [blow("ab", 0, 0.9), blow("ba", 1, 0.9), blow("cd", 2, 0.5), blow("dc", 3, 0.5)]
    assert of(*lines)["exchange"] == pytest.approx(0.81)


def test_who_is_attacked_most_and_by_how_many_is_told():
    lines = [blow("ad", 0), blow("ad", 1, 0.5), blow("bd", 2, 0.6), blow("cd", 3, ATTACK)]
    found = of(*lines, blow("da", 4, 0.7))
    assert found["most taken"] == pytest.approx(0.9 + 0.6 + ATTACK)
    assert found["attackers"] == 2


def test_laughter_is_a_share_of_the_turns():
    lines = [line(minute=n, laughs=n % 2 == 0) for n in range(4)]
    assert of(*lines)["laughs in all"] == 0.5
