"""Corrected scores: they keep their order, and hold for one community, one label and one model."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corrections import MOST, corrected, read_corrections, shifted
from bot.errors import ConfigError
from bot.model import Conversation

HERE = Conversation("sandbox", "hearth", "room")
THERE = Conversation("sandbox", "harbour", "room")
SCORES = st.floats(0, 1)
SHIFTS = st.floats(-MOST, MOST)


class Model:
    """What is asked of a scorer here."""

    name, labels = "tried", ("toxicity", "insult")


@given(SCORES, SCORES, SHIFTS)
def test_higher_scores_stay_higher_and_within_0_and_1(one, other, shift):
    low, high = sorted((one, other))
    below, above = shifted(low, shift), shifted(high, shift)
    assert 0 <= below <= above <= 1
    assert below < above or high - low < 1e-9


@given(SCORES, SHIFTS)
def test_a_shift_moves_its_own_way_and_back(score, shift):
    moved = shifted(score, shift)
    assert (moved >= score) if shift >= 0 else (moved <= score)
    assert shifted(moved, -shift) == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize("score", [0.0, 1.0])
@pytest.mark.parametrize("shift", [-MOST, 0.0, MOST])
def test_what_is_certain_stays_certain(score, shift):
    assert shifted(score, shift) == score


def test_only_the_label_and_the_community_that_were_learnt_of_are_corrected():
    corrections = {("sandbox", "hearth"): {"insult": 1.0, "threat": 1.0}}
    scores = {"insult": 0.5, "toxicity": 0.3}
    found = corrected(corrections, scores, HERE)
    assert found == {"insult": pytest.approx(0.7311, abs=1e-4), "toxicity": 0.3}
    assert corrected(corrections, scores, THERE) == scores
    assert corrected(corrections, {}, HERE) == {}
    assert corrected({}, scores, HERE) == scores
    assert scores == {"insult": 0.5, "toxicity": 0.3}


def row(**given):
    base = {"platform": "sandbox", "community": "hearth", "label": "insult"}
    return {**base, "shift": 0.5, "upheld": 20, "dismissed": 10, **given}


def content(*rows, **given):
    return {"version": 1, "model": "tried", "corrections": rows or (row(),), **given}


def test_a_file_is_read_by_community_and_no_path_means_none(tmp_path):
    path = tmp_path / "corrections.json"
    rows = row(), row(label="toxicity", shift=-1), row(community="harbour")
    path.write_text(json.dumps(content(*rows)))
    assert read_corrections(str(path), Model()) == {
        ("sandbox", "hearth"): {"insult": 0.5, "toxicity": -1},
        ("sandbox", "harbour"): {"insult": 0.5},
    }
    assert read_corrections("", Model()) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Invalid JSON"),
        ("[]", "object"),
        (json.dumps(content(version=2)), "`version`"),
        (json.dumps(content(model="other")), "it corrects `other`, and the model here is `tried`"),
        (json.dumps(content(more=1)), "`more`"),
        (json.dumps(content(row(), row(shift=9))), "`corrections.1.shift`"),
        (json.dumps(content(row(shift="NaN"))), "`corrections.0.shift`"),
        (json.dumps(content(row(), row(label="threat"))), "`corrections.1.label`"),
        (json.dumps(content(row(), row())), "`sandbox/hearth/insult` is corrected twice"),
        (b"\xff\xfe", "Invalid JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_a_file_that_cannot_be_used_is_one_line_that_names_the_place(tmp_path, text, said):
    path = tmp_path / "corrections.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        read_corrections(str(path), Model())
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"CORRECTIONS: {path}: ")
    assert said in line


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"^CORRECTIONS: .*none\.json: no such file"):
        read_corrections(f"{tmp_path}/none.json", Model())
