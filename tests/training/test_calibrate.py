"""Temperatures make chances of scores; cuts let few harmless rows pass."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.calibrate import LIKELY, VERY_LIKELY, cuts, temperatures
from bot.training.rows import LABELS, Row


def rows_of(truth, lang="en"):
    return [Row("", lang, {"toxicity": float(yes)}) for yes in truth]


def of_toxicity(values):
    """Those values for the first label, and 0 for the others."""
    found = np.zeros((len(values), len(LABELS)))
    found[:, 0] = values
    return found


@pytest.mark.parametrize("heat", [0.6, 1.0, 2.5])
def test_a_model_too_sure_by_a_factor_is_cooled_by_it(heat):
    rng = np.random.default_rng(1)
    honest = rng.normal(0, 2, 4000)
    truth = rng.random(4000) < 1 / (1 + np.exp(-honest))
    found = temperatures(rows_of(truth, "pl"), of_toxicity(honest * heat))
    assert found["pl"] == pytest.approx(heat, rel=0.1)


def test_a_language_of_few_rows_has_no_temperature():
    assert temperatures(rows_of([0, 1] * 10), of_toxicity([1.0] * 20)) == {}


@given(
    st.lists(st.floats(0, 1) | st.floats(0.98, 1), min_size=1, max_size=200),
    st.sampled_from([0.01, 0.04, 0.2]),
)
def test_at_most_that_share_of_harmless_rows_passes_the_cut(values, share):
    cut = cuts(rows_of([0] * len(values)), of_toxicity(values), share)["toxicity"]
    passed = sum(value >= cut for value in values)
    assert passed <= share * len(values) or (cut == 1.0 and set(sorted(values)[-passed:]) == {1.0})


def test_no_cut_is_higher_than_it_must_be():
    scores = of_toxicity([0.995] * 4 + [0.9] * 96)
    assert cuts(rows_of([0] * 100), scores, 0.04)["toxicity"] == 0.901
    assert cuts(rows_of([0] * 100), scores, 0.03)["toxicity"] == 0.996
    assert cuts(rows_of([1] * 100), scores, 0.03)["toxicity"] == 0.501, "nobody is harmless"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=200))
def test_what_is_very_likely_is_likely(values):
    likely, very = (
        cuts(rows_of([0] * len(values)), of_toxicity(values), share)
        for share in (LIKELY, VERY_LIKELY)
    )
    assert all(very[label] >= likely[label] for label in LABELS)
