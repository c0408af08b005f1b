from datetime import timedelta

import pytest

from bot.rulebook.ladder import climb, crossed, strikes_for
from bot.rulebook.schema import Ladder, Step
from tests.conftest import NOON
from tests.rulebook.build import DAY, rulebook, strike

LADDER = Ladder(14.0 * DAY, (Step(2, ()), Step(4, ()), Step(7, ())))


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        (0, 1.9, None),
        (0, 2.0, 2),
        (2.0, 3.9, None),
        (1.9, 2.0, 2),
        (0, 9, 7),
        (3.9, 7.0, 7),
        (7.0, 20, None),
        (5, 4, None),
    ],
)
def test_the_highest_step_that_is_crossed_upward_fires(before, after, at):
    step = crossed(LADDER, before, after)
    assert (step and step.at) == at


STEPS = [{"at": 2, "do": ["warn"]}, {"at": 4, "do": [{"mute": "30m"}]}]
TWO = {
    "policies": {
        "respect": {"title": "Be kind", "weight": 2},
        "calm": {"title": "Keep cool", "weight": 1},
        "spam": {"title": "No ads", "weight": 5, "ladder": "ads"},
    },
    "ladders": {
        "default": {"half_life": "14d", "steps": STEPS},
        "ads": {"half_life": "1h", "steps": [{"at": 5, "do": [{"mute": "1d"}]}]},
    },
}
BY = {"respect": "attack", "calm": "heat", "spam": "advert"}
"""Which rule struck for each policy."""


def test_a_strike_weighs_what_its_policy_says_and_fades_as_its_ladder_says():
    respect, spam = strikes_for(rulebook({}, **TWO), ["respect", "spam"], NOON)
    assert (respect.weight, respect.half_life_s, respect.at) == (2, 14 * DAY, NOON)
    assert (spam.weight, spam.half_life_s) == (5, 3600)


def test_a_policy_without_a_ladder_is_never_struck():
    book = rulebook({"then": ["delete"]}, ladders={})
    assert strikes_for(book, ["respect"], NOON) == ()


def test_old_strikes_count_with_what_is_left_of_them():
    old = [strike(at=NOON - timedelta(days=14)), strike(at=NOON - timedelta(days=28))]
    [(step, reason)] = climb(rulebook({}, **TWO), old, [strike(weight=2.5)], NOON, BY)
    assert step.at == 4
    assert (reason.value, reason.need) == (4.0, ">= 4")
    assert climb(rulebook({}, **TWO), old, [strike(weight=2.4)], NOON, BY)[0][0].at == 2


def test_the_score_is_rounded_to_one_decimal_before_it_is_compared():
    almost = [strike(weight=1.96)]
    assert climb(rulebook({}, **TWO), [], almost, NOON, BY)[0][0].at == 2
    assert climb(rulebook({}, **TWO), almost, [strike(weight=0.5)], NOON, BY) == []


def test_each_ladder_counts_only_the_strikes_of_its_own_policies():
    old = [strike("spam", 3.0, half_life_s=3600), strike("gone", 100.0)]
    climbed = climb(rulebook({}, **TWO), old, [strike("respect"), strike("spam", 5.0)], NOON, BY)
    assert [(reason.rule, reason.value) for _, reason in climbed] == [
        ("attack", 2.0),
        ("advert", 8.0),
    ]


def test_a_ladder_says_why_it_was_climbed():
    new = [strike("respect", 2.0), strike("calm", 1.0)]
    [(_, reason)] = climb(rulebook({}, **TWO), [strike(weight=1.5)], new, NOON, BY)
    assert reason.rule == "attack"
    assert reason.signal == "strikes"
    assert reason.evidence == "ladder default: 2 points for respect, 1 point for calm, 4.5 in all"
