"""Scores calibrated by language, and models with labels of their own."""

import asyncio
import json
import math
import shutil
import struct
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ScorerError
from bot.scorers.onnx import Scorer, _calibrated

WEIGHTS = Path(str(files("bot.scorers") / "weights"))
POLISH = "jesteś kompletnym idiotą, kolego"
ENGLISH = "you are a complete idiot, mate"
GREEK = "είσαι τελείως ηλίθιος"
UNKNOWN = "ok"
TEXTS = (POLISH, ENGLISH, GREEK, UNKNOWN, "", "the build finished. no errors. " * 40)
MORE = ("joy", "boredom")


@pytest.fixture
def with_temperatures(tmp_path):
    """The bundled model with these temperatures on its card."""

    def make(temperatures):
        folder = Path(shutil.copytree(WEIGHTS, tmp_path / "model", dirs_exist_ok=True))
        card = json.loads((WEIGHTS / "model.json").read_text())
        card = {key: value for key, value in card.items() if key != "temperatures"}
        if temperatures is not None:
            card["temperatures"] = temperatures
        (folder / "model.json").write_text(json.dumps(card))
        return Scorer(folder, threads=1)

    return make


def told(scorer, texts=TEXTS):
    async def ask():
        found = {text: await scorer.score(text) for text in texts}
        await scorer.close()
        return found

    return asyncio.run(ask())


def logit(score):
    return math.log(score / (1 - score))


@pytest.mark.parametrize("temperatures", [{}, {"pl": 1.0, "en": 1}, {"cs": 3.0}])
def test_without_a_temperature_for_its_language_a_score_is_what_the_model_gave(
    with_temperatures, temperatures
):
    assert told(with_temperatures(temperatures)) == told(with_temperatures(None))


def test_each_score_is_divided_in_its_logit_by_the_temperature_of_the_language(with_temperatures):
    plain = told(with_temperatures(None))
    found = told(with_temperatures({"pl": 2.0, "el": 0.5}))
    for text, temperature in ((POLISH, 2.0), (GREEK, 0.5)):
        for label, score in plain[text].items():
            assert logit(found[text][label]) == pytest.approx(logit(score) / temperature, abs=1e-5)
    for text in (ENGLISH, UNKNOWN, "", TEXTS[-1]):
        assert found[text] == plain[text]


@given(
    st.lists(st.floats(0, 1, width=32), min_size=1, max_size=11),
    st.floats(0, exclude_min=True, allow_infinity=False, allow_nan=False),
)
def test_no_temperature_takes_a_score_out_of_bounds_or_past_another(scores, temperature):
    found = _calibrated(np.array(sorted(scores), dtype=np.float32), temperature)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_a_score_of_none_or_all_stays_what_it_is(certain):
    assert _calibrated(np.array([certain], dtype=np.float32), 2.5).tolist() == [certain]


@pytest.mark.parametrize("bad", [{"en": 0}, {"en": -1}, {"en": "hot"}, {"english": 1.5}, [1.5]])
def test_a_temperature_that_is_none_is_refused(with_temperatures, bad):
    with pytest.raises(ScorerError, match=r"model\.json cannot be used: temperatures"):
        with_temperatures(bad)


def test_a_model_without_temperatures_asks_for_no_language(tmp_path):
    """The language detector takes a second to load; nobody waits for it in vain."""
    code = (
        "import asyncio\n"
        "from bot import language, scorers\n"
        "scorer = scorers.load({folder!r}, threads=1)\n"
        "asyncio.run(scorer.score('one two three four five'))\n"
        "print(language._detector.cache_info().currsize)"
    )
    folder = shutil.copytree(WEIGHTS, tmp_path / "model")
    for temperatures, loaded in (({}, "0"), ({"en": 1.5}, "1")):
        card = json.loads((WEIGHTS / "model.json").read_text()) | {"temperatures": temperatures}
        (folder / "model.json").write_text(json.dumps(card))
        program = [sys.executable, "-c", code.format(folder=str(folder))]
        done = subprocess.run(program, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == loaded


def field(number, content):
    """One field of a protocol buffer: a number, or bytes (text, or a message)."""

    def varint(value):
        return bytes([value & 127 | 128]) + varint(value >> 7) if value > 127 else bytes([value])

    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    content = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(content)) + content


def network(scores):
    """An ONNX model that takes what ours takes and always gives these scores."""
    raw = struct.pack(f"<{len(scores)}f", *scores)
    tensor = field(1, 1) + field(1, len(scores)) + field(2, 1) + field(9, raw)
    value = field(1, "value") + field(5, tensor) + field(20, 4)
    node = field(2, "scores") + field(4, "Constant") + field(5, value)

    def port(name, kind):
        free = b"".join(field(1, field(2, axis)) for axis in ("batch", "many"))
        return field(1, name) + field(2, field(1, field(1, kind) + field(2, free)))

    inputs = b"".join(field(11, port(name, 7)) for name in ("input_ids", "attention_mask"))
    graph = field(1, node) + field(2, "fixed") + inputs + field(12, port("scores", 1))
    return field(1, 8) + field(7, graph) + field(8, field(2, 17))


def test_a_model_may_have_labels_of_its_own(tmp_path):
    ours = json.loads((WEIGHTS / "model.json").read_text())
    labels = (*ours["labels"], *MORE)
    scores = {label: number / 16 for number, label in enumerate(labels)}
    (tmp_path / "model.onnx").write_bytes(network(scores.values()))
    shutil.copy(WEIGHTS / "tokenizer.json", tmp_path)
    card = {"name": "more", "labels": labels, "max_tokens": 128}
    card |= {"thresholds": dict.fromkeys(labels, 0.5), "provides": MORE}
    (tmp_path / "model.json").write_text(json.dumps(card))
    scorer = Scorer(tmp_path, threads=1)
    assert scorer.labels == labels
    assert told(scorer, [ENGLISH]) == {ENGLISH: scores}
    assert set(scorer.thresholds["very likely"]) == set(labels)
