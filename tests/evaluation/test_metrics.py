"""The numbers: tiny cases worked out by hand, and their definitions, spelt out, on many more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import metrics

# few different scores, so that there are many ties
SCORES = st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.7, 0.9, 1.0]) | st.floats(0, 1, width=32)
PAIRS = st.lists(st.tuples(st.booleans(), SCORES), max_size=40)


def arrays(pairs):
    truth = np.array([yes for yes, _ in pairs], dtype=bool)
    return truth, np.array([score for _, score in pairs], dtype=float)


def both(pairs):
    return {yes for yes, _ in pairs} == {True, False}


def of(yes, no):
    """Truth and scores from those of the positives and those of the negatives."""
    return arrays([(True, score) for score in yes] + [(False, score) for score in no])


@pytest.mark.parametrize(
    ("yes", "no", "area"),
    [
        ([0.9], [0.1], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.8, 0.4], [0.6, 0.2], 0.75),
        ([0.8, 0.6], [0.6, 0.2], 0.875),
        ([0.9], [], None),
        ([], [0.9], None),
    ],
)
def test_the_auc_of_a_few_scores(yes, no, area):
    assert metrics.auc(*of(yes, no)) == area


@given(PAIRS)
def test_the_auc_is_how_often_a_positive_scores_above_a_negative(pairs):
    found = metrics.auc(*arrays(pairs))
    if not both(pairs):
        assert found is None
        return
    duels = [(a > b) + (a == b) / 2 for yes, a in pairs if yes for no, b in pairs if not no]
    assert found == pytest.approx(sum(duels) / len(duels))


def test_the_interval_of_an_auc_is_near_that_of_hanley_and_mcneil():
    """Their example of 1982: an area of 0.893, 51 abnormal and 58 normal: standard error 0.032."""
    low, high = metrics.auc_bounds(0.893, 51, 58)
    assert (high - low) / 2 / 1.96 == pytest.approx(0.032, abs=0.002)
    assert low < 0.893 - 0.055 < high


@given(st.floats(0, 1), st.integers(1, 5000), st.integers(1, 5000))
def test_the_interval_of_an_auc_holds_it_and_mirrors(area, positives, negatives):
    low, high = metrics.auc_bounds(area, positives, negatives)
    assert 0 <= low <= area <= high <= 1
    assert high - low > 0
    mirrored = metrics.auc_bounds(1 - area, positives, negatives)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-6)
    wider, narrower = high - low, metrics.auc_bounds(area, positives * 10, negatives * 10)
    assert narrower[1] - narrower[0] <= wider


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        ([0.9], [0.1], 1.0),
        ([0.1], [0.9], 0.5),
        ([0.5], [0.5, 0.5, 0.5], 0.25),
        ([0.9, 0.3], [0.6], (1 + 2 / 3) / 2),
        ([0.9], [], None),
        ([], [0.9], None),
    ],
)
def test_the_average_precision_of_a_few_scores(yes, no, expected):
    assert metrics.average_precision(*of(yes, no)) == (expected and pytest.approx(expected))


@given(PAIRS)
def test_the_average_precision_weighs_each_cuts_precision_by_the_recall_it_adds(pairs):
    found = metrics.average_precision(*arrays(pairs))
    if not both(pairs):
        assert found is None
        return
    positives, total, before = sum(yes for yes, _ in pairs), 0.0, 0.0
    for cut in sorted({score for _, score in pairs}, reverse=True):
        flagged = [yes for yes, score in pairs if score >= cut]
        recall = sum(flagged) / positives
        total += (recall - before) * sum(flagged) / len(flagged)
        before = recall
    assert found == pytest.approx(total)


def test_a_cut_flags_what_reaches_it():
    found = metrics.cut(*of([0.9, 0.5, 0.4], [0.5, 0.1]), 0.5)
    assert (found.hits, found.false_alarms, found.misses) == (2, 1, 1)
    assert found.precision == found.recall == found.f1 == pytest.approx(2 / 3)


def test_of_nothing_there_is_no_share():
    none_flagged = metrics.cut(*of([0.1], [0.2]), 0.5)
    assert (none_flagged.precision, none_flagged.recall, none_flagged.f1) == (None, 0, 0)
    none_there = metrics.cut(*of([], [0.9]), 0.5)
    assert (none_there.precision, none_there.recall, none_there.f1) == (0, None, None)


def test_the_calibration_error_of_a_few_scores():
    assert metrics.calibration_error(*of([], [])) is None
    assert metrics.calibration_error(*of([1.0, 1.0], [0.0])) == 0
    assert metrics.calibration_error(*of([], [1.0])) == 1
    # the bin from 7/15 to 8/15: scores of 0.5 on average, one positive in four
    assert metrics.calibration_error(*of([0.5], [0.48, 0.5, 0.52])) == pytest.approx(0.25)


@given(PAIRS.filter(bool))
def test_the_calibration_error_is_the_mean_distance_of_the_bins(pairs):
    total = 0.0
    for number in range(metrics.BINS):
        mine = [(yes, score) for yes, score in pairs if min(int(score * 15), 14) == number]
        if mine:
            share = sum(yes for yes, _ in mine) / len(mine)
            total += len(mine) * abs(sum(score for _, score in mine) / len(mine) - share)
    found = metrics.calibration_error(*arrays(pairs))
    assert found == pytest.approx(total / len(pairs))
    assert 0 <= found <= 1


def test_the_interval_of_a_difference_is_that_of_newcombes_example():
    """Newcombe 1998, table II (a): 56 of 70 less 48 of 80 is 0.2; method 10: 0.0524 to 0.3339."""
    assert metrics.gap_bounds((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("yes", "no", "best"),
    [
        ([0.9], [0.1], (1.0, 0.9)),
        ([0.8, 0.4], [0.6, 0.2], (0.75, 0.8)),
        ([0.5], [0.5], (0.5, None)),
        ([0.1], [0.9], (0.5, None)),
        ([0.1, 0.2], [0.9], (2 / 3, 0.1)),
        ([], [0.9], (1.0, None)),
        ([], [], (None, None)),
    ],
)
def test_the_best_cut_of_tiny_cases(yes, no, best):
    assert metrics.best_cut(*of(yes, no)) == best


@given(PAIRS.filter(len))
def test_no_cut_is_more_accurate_than_the_best(pairs):
    truth, scores = arrays(pairs)
    accuracy, at = metrics.best_cut(truth, scores)
    tried = [((scores >= cut) == truth).mean() for cut in [*scores, 2.0]]
    assert accuracy == pytest.approx(max(tried))
    reached = ((scores >= (2.0 if at is None else at)) == truth).mean()
    assert reached == pytest.approx(accuracy)
