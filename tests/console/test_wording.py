"""Small words come out as people write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.wording import (
    HUES,
    counted,
    exactly,
    hue,
    initials,
    lasting,
    listed,
    moment,
    needed,
    shown,
    warmth,
)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("matt", "M"), ("Ann Lee", "AL"), ("Ana de la Cruz", "AC"), ("", "?"), ("Ελένη", "Ε")],
)
def test_initials_are_the_first_and_the_last_name(name, letters):
    assert initials(name) == letters


@given(st.text())
def test_a_colour_is_one_of_those_there_are_and_stays(who):
    assert 0 <= hue(who) < HUES
    assert hue(who) == hue(who)


@pytest.mark.parametrize(
    ("heat", "level"), [(0, 0), (0.19, 0), (0.2, 1), (0.45, 2), (0.69, 2), (0.7, 3), (1, 3)]
)
def test_warmth_has_four_levels(heat, level):
    assert warmth(heat)[0] == level


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "1 h"), (86400 * 3, "3 d")],
)
def test_a_duration_is_told_in_its_largest_unit(seconds, text):
    assert lasting(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (3600, "1 h"), (5400, "1 h 30 min"), (90061, "1 d 1 h 1 min 1 s")],
)
def test_a_duration_that_is_a_promise_is_told_to_the_second(seconds, text):
    assert exactly(timedelta(seconds=seconds)) == text


def test_lists_and_counts_read_like_sentences():
    assert [listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert (counted(1, "line"), counted(2, "line")) == ("1 line", "2 lines")


def test_times_are_those_of_the_community():
    at = datetime(2026, 7, 1, 16, 5, tzinfo=UTC)
    assert moment(at, ZoneInfo("Europe/Warsaw")) == "18:05"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "unknown"), (True, "yes"), (False, "no"), (0.5, "0.50"), (3, "3"), ("en", "en")],
)
def test_values_are_shown_for_people(value, text):
    assert shown(value) == text


def test_needs_use_the_signs_that_people_read():
    assert [needed(one) for one in (">= 0.7 (likely)", "<= 2", "== 3", "true")] == [
        "≥ 0.7 (likely)",
        "≤ 2",
        "3",
        "true",
    ]
