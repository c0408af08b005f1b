"""The card: temperatures and cuts from one half of the rows, numbers from the other, as live."""

import asyncio
import json
import math

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from bot.normalise import read
from bot.scorers import load
from bot.scoring import scores_of
from bot.training.mixture import OURS, Mixture
from bot.training.report import Made, card, draft
from bot.training.rows import LABELS, Row
from tests.scorers.test_calibration import field

WORDS = {"mild": 0.2, "odd": 0.4, "rude": 0.6, "nasty": 0.8, "idiot": 0.9, "surely": 0.98}
"""What the model makes of each; of any other word, .02. It is as sure of every label."""
MADE = Made("tried", "a backbone", "a recipe", 128)


def network(scores):
    """An ONNX model that gives a text the highest of the scores of its tokens, by their numbers."""
    table = np.repeat(np.array(scores, np.float32)[:, None], len(LABELS), axis=1)
    shape = b"".join(field(1, size) for size in table.shape)
    tensor = shape + field(2, 1) + field(8, "table") + field(9, table.tobytes())
    found = field(1, "table") + field(1, "input_ids") + field(2, "each") + field(4, "Gather")
    axes = field(1, "axes") + field(8, 1) + field(20, 7)
    flat = field(1, "keepdims") + field(3, 0) + field(20, 2)
    most = field(1, "each") + field(2, "scores") + field(4, "ReduceMax")
    most += field(5, axes) + field(5, flat)

    def port(name, kind):
        free = b"".join(field(1, field(2, axis)) for axis in ("batch", "many"))
        return field(1, name) + field(2, field(1, field(1, kind) + field(2, free)))

    inputs = b"".join(field(11, port(name, 7)) for name in ("input_ids", "attention_mask"))
    graph = field(1, found) + field(1, most) + field(2, "words") + field(5, tensor)
    graph += inputs + field(12, port("scores", 1))
    return field(1, 8) + field(7, graph) + field(8, field(2, 17))


def model(folder, words):
    """A folder with a model of these words, and no card."""
    folder.mkdir(parents=True)
    names = ["<s>", "</s>", "<unk>", *words]
    numbers = {name: number for number, name in enumerate(names)}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "model.onnx").write_bytes(network([0.02] * 3 + list(words.values())))
    return folder


def row(word, toxic, lang="en", source=f"{OURS}messages_en", kind=""):
    text = f"The weather in this town is {word} today, they said"
    return Row(text, lang, {"toxicity": float(toxic)}, kind, source)


def mixture(calibration, held_out):
    return Mixture(training=(), calibration=tuple(calibration), held_out=tuple(held_out))


def carded(folder, calibration, held_out, words=WORDS, twin=WORDS):
    small, whole = model(folder / "small", words), model(folder / "whole", twin)
    return card(small, whole, mixture(calibration, held_out), MADE)


SURE = [row("surely", at % 4 > 0) for at in range(40)] + [
    row("fine", at % 4 == 0) for at in range(40)
]
"""Right in three of four, where the model says 98 %: it is to be cooled by 3.5."""
RIGHT = [row("surely", 1) for _ in range(40)] + [row("fine", 0) for _ in range(40)]
"""Right always: it is to be warmed as far as can be."""
FEW = [row("odd", 0) for _ in range(5)]
"""Too few for a temperature; the cut comes to .401."""
HELD_OUT = [
    row("idiot", 1), row("rude", 1), row("mild", 1, kind="direct_insult"),
    row("odd", 0, kind="neutral"), row("fine", 0, kind="neutral"), row("good", 0, kind="support"),
]  # fmt: skip


def test_temperatures_and_cuts_come_from_the_rows_for_calibration_alone(tmp_path):
    found = carded(tmp_path / "one", SURE, RIGHT)
    heat = math.log(0.98 / 0.02) / math.log(0.75 / 0.25)
    assert found["temperatures"] == {"en": pytest.approx(heat, rel=0.03)}
    assert found["thresholds"]["toxicity"] == pytest.approx(0.751, abs=0.01)
    assert found["very_likely"]["toxicity"] == found["thresholds"]["toxicity"]
    other = carded(tmp_path / "other", RIGHT, SURE)
    assert other["temperatures"] == {"en": 0.5}
    assert other["thresholds"]["toxicity"] == 0.05


def test_the_numbers_are_those_of_scores_at_the_temperatures_of_the_card(tmp_path):
    """Cooled, the calibration error is of three quarters said to be certain: 1 - .75."""
    found = carded(tmp_path, SURE, RIGHT)["numbers"]["held out"]["our own"]
    assert found["toxicity"]["calibration_error"] == pytest.approx(0.25, abs=0.01)


def test_the_numbers_of_a_small_example(tmp_path):
    found = carded(tmp_path, FEW, HELD_OUT)
    assert found["temperatures"] == {}
    assert found["thresholds"]["toxicity"] == 0.401
    ours = found["numbers"]["held out"]["our own"]
    assert ours["rows"] == 6
    toxicity = ours["toxicity"]
    assert ours["auc by label"] == {"toxicity": toxicity["auc"]}
    assert toxicity["auc"] == pytest.approx(8 / 9, abs=1e-4), "one of nine pairs is the wrong way"
    assert toxicity["auc_low"] < toxicity["auc"] < toxicity["auc_high"]
    assert toxicity["f1"] == pytest.approx(2 * 2 / (2 * 2 + 0 + 1)), "two found, and one missed"
    english = ours["toxicity by language"]["en"]
    assert english == {"rows": 6, **toxicity, "identity gap": None}
    assert ours["share of hostile kinds called toxic"] == {"direct_insult": 0.0}
    assert ours["harmless kinds called toxic, of 1,000"] == {"neutral": 0.0, "support": 0.0}


def test_each_given_folder_has_numbers_of_its_own(tmp_path):
    theirs = [row("idiot", 1, source="my data/messages_en"), row("fine", 0, "", "my data/more")]
    found = carded(tmp_path, FEW, [*HELD_OUT, *theirs])["numbers"]["held out"]
    assert {name: one["rows"] for name, one in found.items()} == {"our own": 6, "my data": 2}
    assert found["my data"]["toxicity"]["auc"] == 1.0
    assert set(found["my data"]["toxicity by language"]) == {"en", ""}


@pytest.mark.parametrize(
    "text",
    [
        "> you are such an idiot\nwhat a thing to say to somebody",
        "you are such an i d i o t my friend",
        "what a long and boring story it was, wasn't it, my friends. " * 30 + "you idiot",
    ],
    ids=["quoted", "disguised", "far into a long text"],
)
def test_rows_are_scored_as_live_messages_are(text, tmp_path):
    """The model is said to be right or wrong as it is of messages, and with their scores."""
    held_out = [Row(text, "en", {"toxicity": 1.0}, "", OURS), row("odd", 0)]
    found = carded(tmp_path, FEW, held_out)
    scorer = load(str(tmp_path / "small"), threads=1)
    live = asyncio.run(scores_of(scorer, read(text)))["toxicity"]
    asyncio.run(scorer.close())
    assert live == pytest.approx(0.02 if text.startswith(">") else 0.9)
    auc = found["numbers"]["held out"]["our own"]["toxicity"]["auc"]
    assert auc == (1.0 if live > 0.4 else 0.0)


def test_small_integers_are_compared_with_what_the_twin_says(tmp_path):
    found = carded(tmp_path, FEW, HELD_OUT, twin=WORDS | {"mild": 0.5})["numbers"]
    assert found["integers against float32"] == {
        "mean difference": pytest.approx(0.3 / 6),
        "largest difference": pytest.approx(0.3),
        "auc": [pytest.approx(8 / 9, abs=1e-4), 1.0],
    }


def test_the_card_is_written_and_in_force(tmp_path):
    found = carded(tmp_path, SURE, RIGHT)
    assert json.loads((tmp_path / "small" / "model.json").read_text("utf-8")) == found
    scorer = load(str(tmp_path / "small"), threads=1)
    assert scorer.name == found["name"]
    assert scorer.thresholds == {
        "likely": found["thresholds"], "very likely": found["very_likely"],
    }  # fmt: skip
    asyncio.run(scorer.close())


def test_another_training_is_another_name(tmp_path):
    one, same, other = (
        draft(model(tmp_path / name, words), MADE)["name"]
        for name, words in (("a", WORDS), ("b", WORDS), ("c", WORDS | {"mild": 0.3}))
    )
    assert one == same != other
    assert one.startswith("tried-")
    assert len(one) == len("tried-3fa94c01")
