"""What the model says, label by label."""

import json
from importlib.resources import files

import pytest

from bot import signals
from bot.registry import modules

UNASKED = {"complaint", "question", "praise", "deescalation"}
"""What the bundled model also tells, and no rule can ask for."""
LABELS = [name for name, file in modules(signals).items() if file.KIND == "score"]


def test_the_labels_of_the_bundled_model_are_signals_but_for_those_nobody_asks():
    card = json.loads((files("bot.scorers") / "weights/model.json").read_text())
    assert sorted(set(card["labels"]) - UNASKED) == LABELS
    assert set(card["labels"]) >= UNASKED


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_its_own_score_with_the_models_word_as_evidence(label, facts):
    scores = dict.fromkeys(LABELS, 0.1) | {label: 0.934}
    found = modules(signals)[label].measure(facts("hi", scores=scores))
    assert (found.name, found.value, found.evidence) == (label, 0.934, "model says 0.93")


@pytest.mark.parametrize("label", LABELS)
def test_a_label_without_a_score_is_unknown(label, facts):
    others = {name: 0.9 for name in LABELS if name != label}
    found = modules(signals)[label].measure(facts("hi", scores=others))
    assert (found.value, found.evidence) == (None, "no score")
