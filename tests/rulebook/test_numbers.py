"""Comparisons with numbers, shares, durations and points."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import MemberRecord
from bot.rulebook.conditions import Seen, leaves, why
from tests.conftest import NOON
from tests.rulebook.asking import ask, wrong
from tests.rulebook.build import DAY, THRESHOLDS, facts, seen, signals, strike


@pytest.mark.parametrize(
    ("value", "holds"), [(0.39, False), (0.4, True), (0.69, True), (0.7, False)]
)
def test_two_bounds_hold_both(value, holds):
    assert ask({"heat": ">= 0.4, < 0.7"}).holds(seen(heat=value)) is holds
    assert ask({"heat": "<0.7,>=0.4"}).holds(seen(heat=value)) is holds


def test_each_of_two_bounds_is_a_reason_of_its_own():
    when = ask({"insult": "> 0.1, <= 0.5"})
    assert [ground.need for ground in why(when, seen(insult=0.3))] == ["> 0.1", "<= 0.5"]
    assert [ground.need for ground in why(when, seen(insult=0.7), held=False)] == ["not <= 0.5"]


@pytest.mark.parametrize("value", ["0,9", "0.4, 0.7", ">= 0.4,", ", < 1", ">= 0.4, 0.7", ">= 0,9"])
def test_of_several_bounds_each_needs_its_sign(value):
    [(_, said)] = wrong({"heat": value})
    assert said.startswith(f"`{value}` is no comparison")
    assert ("each needs its sign" in said) is (value in ("0.4, 0.7", ">= 0.4, 0.7"))


def test_a_decimal_comma_is_told_from_two_bounds():
    assert wrong({"heat": "≥ 0,9"})[0][1].endswith("did you mean `>= 0.9`?")
    assert wrong({"heat": ">= 0,9"})[0][1].endswith("did you mean `>= 0.9`?")


@pytest.mark.parametrize("zero", ["0", "00", "0.0", " 0 "])
def test_a_bare_zero_would_always_hold(zero):
    assert "would always hold" in wrong({"links": zero})[0][1]
    assert ask({"links": "== 0"}).holds(seen(links=0)) is True


@pytest.mark.parametrize("key", ["tenure", "account_age"])
@pytest.mark.parametrize(
    ("asked", "days", "holds"),
    [
        (">= 7d", 7, True),
        (">= 7d", 6.9, False),
        ("7d", 7, True),
        ("< 1w", 6.9, True),
        ("< 24h", 1, False),
        (">= 1d12h", 1.5, True),
        ("> 1d, < 3d", 2, True),
        ("> 1d, < 3d", 3, False),
        (">= 7d", None, None),
    ],
)
def test_a_duration_is_compared(key, asked, days, holds):
    known = {} if days is None else {key: int(days * DAY)}
    assert ask({key: asked}).holds(seen(**known)) is holds


def test_a_duration_is_told_as_people_write_it():
    [ground] = why(ask({"tenure": "< 7d"}), seen(tenure=int(1.5 * DAY)))
    assert (ground.value, ground.need) == ("1d12h", "< 1w")


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (">= 7 days", ">= 7d"),
        ("=> 7d", ">= 7d"),
        ("< 2 hours", "< 2h"),
        ("30 minutes", "30m"),
        ("1 week", "1w"),
        ("≥ 10 sec", ">= 10s"),
    ],
)
def test_a_duration_in_other_words_is_told_in_ours(value, meant):
    said = f"`{value}` is no comparison with a duration such as `>= 7d`; did you mean `{meant}`?"
    assert wrong({"tenure": value}) == [(value, said)]


@pytest.mark.parametrize("value", ["7", ">= 7", "long", "2 months", ["7d"]])
def test_what_is_no_duration_is_told(value):
    [(_, said)] = wrong({"tenure": value})
    assert "comparison with a duration" in said
    assert "did you mean" not in said


def remembering(*strikes):
    return Seen(signals(strikes=9.0), THRESHOLDS, facts(strikes=strikes))


def test_the_points_of_one_policy_are_compared_alone():
    old = strike("respect", 2.0, at=NOON - timedelta(days=14))
    here = remembering(old, strike("respect", 1.0), strike("calm", 5.0))
    assert ask({"strikes (respect)": "== 2"}).holds(here) is True
    assert ask({"strikes (calm)": ">= 5"}).holds(here) is True
    assert ask({"strikes": "== 9"}).holds(here) is True
    assert ask({"strikes (respect)": ">= 1"}).holds(remembering()) is False


def test_the_points_of_one_policy_say_whose_they_are():
    [ground] = why(ask({"strikes (calm)": ">= 1"}), remembering(strike("calm", 1.5)))
    assert ground == ("strikes", 1.5, ">= 1 of calm", "1.5 points of calm")


def test_without_a_memory_the_points_of_a_policy_are_unknown():
    [leaf] = leaves(ask({"strikes (calm)": ">= 1"}))
    here = seen(strikes=9.0)
    assert leaf.holds(here) is None
    assert leaf.ground(here).value is None
    assert leaf.ground(here).evidence == "nothing is remembered"
    empty = replace(facts(), member=MemberRecord())
    assert leaf.holds(here._replace(facts=empty)) is False


def test_an_unknown_policy_is_told_with_the_nearest():
    assert wrong({"strikes (respct)": ">= 1"}) == [
        (">= 1", "unknown policy `respct`; did you mean `respect`?")
    ]
    assert "of one policy at once" in wrong({"strikes (respect, calm)": ">= 1"})[0][1]


def test_every_leaf_can_say_what_it_found_also_when_it_cannot_tell():
    when = ask(
        {
            "insult": "likely",
            "heat": ">= 0.5",
            "tenure": "< 7d",
            "reply": True,
            "language": "pl",
            "text": "idiot",
            "channel": "help",
            "time": "22:00-07:00",
            "level": "moderator",
            "strikes (calm)": "1",
            "seen": {"rule": "spam", "within": "1h"},
        }
    )
    here = Seen(signals(), {})
    for leaf in leaves(when):
        ground = leaf.ground(here)
        assert leaf.holds(here) is None
        assert ground.need
        assert ground.evidence
        assert ground.value is None or (ground.signal, ground.value) == ("text", "")
