"""How far a rule can be trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.health import ENOUGH, WANTED, health, wilson
from bot.model.lifecycle import RuleCounts

COUNTS = st.integers(0, 300)


def rule(upheld=0, dismissed=0, mode="live"):
    return health(RuleCounts("r", "v1", mode, upheld + dismissed, upheld, dismissed))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 5, 0.0, 0.4345),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(successes, trials, low, high):
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS, COUNTS)
def test_the_precision_lies_in_its_interval(upheld, dismissed):
    found = rule(upheld, dismissed)
    assert 0 <= found.low <= found.high <= 1
    if found.decided:
        assert found.low - 1e-12 <= found.precision <= found.high + 1e-12


@given(COUNTS, COUNTS)
def test_a_dismissal_never_raises_trust_and_an_upheld_case_never_lowers_it(upheld, dismissed):
    before = rule(upheld, dismissed)
    worse, better = rule(upheld, dismissed + 1), rule(upheld + 1, dismissed)
    assert worse.low <= before.low + 1e-12
    assert worse.high <= before.high + 1e-12
    assert better.low >= before.low - 1e-12
    assert better.high >= before.high - 1e-12
    assert worse.alarm or not before.alarm


@given(COUNTS, COUNTS)
def test_an_alarm_means_that_it_is_surely_too_low_on_enough_cases(upheld, dismissed):
    found = rule(upheld, dismissed)
    assert found.alarm == (found.decided >= ENOUGH and found.high < WANTED)


def test_few_decisions_raise_no_alarm():
    assert not rule(0, ENOUGH - 1).alarm
    assert rule(0, ENOUGH).alarm
    assert rule(0, 0).precision is None


def test_a_good_rule_is_left_alone():
    assert not rule(90, 10).alarm
    assert rule(90, 10).precision == 0.9


@pytest.mark.parametrize(
    ("mode", "propose"), [("live", "suggest"), ("suggest", "shadow"), ("shadow", None)]
)
def test_a_rule_in_alarm_is_proposed_for_the_next_mode_down(mode, propose):
    assert rule(1, 9, mode).propose == propose
