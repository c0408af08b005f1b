"""Temperatures make chances of scores; cuts let few harmless rows pass."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.calibrate import cooled, cuts, sigmoid, temperatures
from bot.training.rows import LABELS, Row


def rows_of(truth, lang="en"):
    return [Row("", lang, {"toxicity": float(yes)}) for yes in truth]


def logits_of(values):
    logits = np.zeros((len(values), len(LABELS)))
    logits[:, 0] = values
    return logits


@pytest.mark.parametrize("heat", [0.6, 1.0, 2.5])
def test_a_model_too_sure_by_a_factor_is_cooled_by_it(heat):
    rng = np.random.default_rng(1)
    honest = rng.normal(0, 2, 4000)
    truth = rng.random(4000) < sigmoid(honest)
    found = temperatures(rows_of(truth, "pl"), logits_of(honest * heat))
    assert found["pl"] == pytest.approx(heat, rel=0.1)


def test_a_language_of_few_rows_has_no_temperature():
    assert temperatures(rows_of([0, 1] * 10), logits_of([1.0] * 20)) == {}


@given(st.lists(st.floats(0, 1), min_size=60, max_size=200), st.sampled_from([0.01, 0.04, 0.2]))
def test_at_most_that_share_of_harmless_rows_passes_the_cut(values, share):
    scores = np.zeros((len(values), len(LABELS)))
    scores[:, 0] = values
    cut = cuts(rows_of([0] * len(values)), scores, share)["toxicity"]
    passed = sum(value >= cut for value in values)
    assert passed <= share * len(values) or cut == 0.99, "a cut is never out of reach"


def test_cooling_keeps_the_order_within_a_language():
    logits = logits_of([-3.0, 0.5, 4.0])
    warm, cold = (cooled(rows_of([0, 0, 1]), logits, {"en": heat})[:, 0] for heat in (1.0, 2.0))
    assert list(np.argsort(warm)) == list(np.argsort(cold))
    assert np.all(np.abs(cold - 0.5) < np.abs(warm - 0.5))
