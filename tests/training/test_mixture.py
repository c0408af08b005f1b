"""Which rows are learnt from: those held out never, and bad rows are named."""

import json
from collections import Counter

import pytest

from bot.errors import ConfigError
from bot.training.mixture import OWN, mix
from bot.training.rows import LABELS, own
from bot.training.sources import SOURCES


def folder_of(tmp_path, count=40):
    rows = [
        {"text": f"said {number}", "lang": "en", **dict.fromkeys(LABELS[:7], 0), "kind": "neutral"}
        for number in range(count)
    ]
    path = tmp_path / "messages_en.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_every_fifth_line_of_a_folder_is_held_out_and_every_other_next_calibrates(tmp_path):
    mixture = mix([folder_of(tmp_path)], seed=1)
    texts = {row.text for row in mixture.training}
    held_out, calibrates = (
        {row.text for row in rows} for rows in (mixture.held_out, mixture.calibration)
    )
    assert held_out >= {f"said {n}" for n in range(0, 40, 5)}
    assert calibrates >= {f"said {n}" for n in range(1, 40, 10)}
    assert texts >= {f"said {n}" for n in range(40) if n % 5 and n % 10 != 1}
    assert not texts & held_out
    assert not texts & calibrates


def test_every_twentieth_line_of_our_own_is_held_out_with_its_neighbour():
    mixture = mix([], seed=1)
    assert {row.number % 20 for row in mixture.held_out} == {0}
    assert {row.number % 20 for row in mixture.calibration} == {1}
    assert {row.number % 20 for row in mixture.training} == set(range(2, 20))
    assert all(row.source.startswith("ours: ") for row in mixture.training)


def test_messages_of_a_given_folder_are_shown_more_often_than_our_own(tmp_path):
    shown = Counter((row.source, row.number) for row in mix([folder_of(tmp_path)], 1).training)
    theirs, ours = shown[f"{tmp_path.name}/messages_en", 2], shown["ours: messages_en", 2]
    assert theirs > ours > 1


def test_no_public_row_says_what_is_held_out(tmp_path):
    rows = [
        json.loads(line) for line in (OWN / "messages_en.jsonl").read_text("utf-8").splitlines()
    ]
    same = {"text": rows[20]["text"].upper(), "lang": "en", "toxic": 1}
    other = {"text": "another one", "lang": "en", "toxic": 1}
    (tmp_path / "strudel_issues.jsonl").write_text(f"{json.dumps(same)}\n{json.dumps(other)}")
    assert mix([tmp_path], seed=1).counts["strudel_issues"] == 1


def test_a_label_that_nobody_gave_is_unknown(tmp_path):
    path = tmp_path / "messages_en.jsonl"
    kinds = ("", "a kind of theirs", "direct_insult", "support", "neutral")
    path.write_text(
        "\n".join(json.dumps({"text": "a", "toxicity": None, "kind": k}) for k in kinds)
    )
    nothing, theirs, insult, support, neutral = (row.labels for row in own(path, ""))
    assert nothing == theirs == {}
    assert insult == {"praise": 0.0, "deescalation": 0.0}
    assert support == {"complaint": 0.0, "deescalation": 1.0}
    assert neutral == {"complaint": 0.0}


def test_what_is_held_out_is_not_learnt_from_another_file_either(tmp_path):
    folder = folder_of(tmp_path)
    (folder / "comments_en.jsonl").write_text(
        "\n" * 3 + json.dumps({"text": "SAID 5", "lang": "en", "toxicity": 0, "kind": "neutral"}),
        encoding="utf-8",
    )
    assert "said 5" not in {row.text.lower() for row in mix([folder], seed=1).training}


def test_our_own_rows_are_in_it_in_six_languages_toxic_and_harmless():
    training = mix([], seed=1).training
    found = {(row.lang, row.labels["toxicity"]) for row in training}
    assert found == {(lang, yes) for lang in ("en", "es", "pl", "ru", "el", "uk") for yes in (0, 1)}


def test_a_known_source_gives_as_many_rows_as_are_wanted_with_what_its_labels_mean(tmp_path):
    rows = [
        {
            "text": f"word {n}",
            "lang": "en",
            "toxic": n % 2,
            "labels": {"class": ("neither", "hate")[n % 2]},
        }
        for n in range(40)
    ]
    rows.append({"text": "rude", "lang": "en", "toxic": 1, "labels": {"class": "offensive"}})
    (tmp_path / "davidson.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    source = next(source for source in SOURCES if source.file == "davidson")
    read = {row.text: row.labels for row in source.rows(tmp_path)}
    assert read["word 1"] == {"toxicity": 0.95, "identity_attack": 1.0}
    assert read["rude"] == {"obscene": 1.0}, "vulgar for certain, hostile perhaps"
    assert mix([tmp_path], seed=1, most=5).counts["davidson"] == 10


def test_the_same_seed_draws_the_same_rows():
    first, again, other = (mix([], seed=seed, most=20).training for seed in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "a"', "messages_en.jsonl:2: not JSON"),
        ('["a"]', "messages_en.jsonl:2: not an object with a `text`"),
        ('{"text": "a", "toxicity": "very"}', "messages_en.jsonl:2: `toxicity` must be 0, 1 or"),
        ('{"text": "a", "insult": 7}', "messages_en.jsonl:2: `insult` must be 0, 1 or between"),
    ],
)
def test_a_bad_row_is_named(tmp_path, line, said):
    path = tmp_path / "messages_en.jsonl"
    path.write_text('{"text": "fine", "lang": "en"}\n' + line, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        list(own(path, "theirs"))


def test_a_folder_with_nothing_to_learn_from_is_named(tmp_path):
    with pytest.raises(ConfigError, match="neither `messages_"):
        mix([tmp_path], seed=1)
