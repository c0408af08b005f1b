"""Which rows are learnt from: those held out never, and bad rows are named."""

import json
from collections import Counter
from random import Random

import pytest

from bot.errors import ConfigError
from bot.training.mixture import MESSAGES, OWN, mix
from bot.training.rows import LABELS, Row, own
from bot.training.sources import SOURCES
from bot.training.swearing import single_words

SOURCE = {source.file: source for source in SOURCES}


@pytest.fixture(scope="module")
def ours():
    """What is made of our own messages alone."""
    return mix([], seed=1)


def written(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def folder_of(tmp_path, count=40):
    rows = [
        {"text": f"said {number}", "lang": "en", **dict.fromkeys(LABELS[:7], 0), "kind": "neutral"}
        for number in range(count)
    ]
    written(tmp_path / "messages_en.jsonl", rows)
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


def test_every_twentieth_line_of_our_own_is_held_out_the_next_calibrates_and_no_neighbour_trains(
    ours,
):
    assert {row.number % 20 for row in ours.held_out} == {0}
    assert {row.number % 20 for row in ours.calibration} == {1}
    assert {row.number % 20 for row in ours.training} == set(range(3, 19))
    measured = {(row.source, row.number) for row in (*ours.held_out, *ours.calibration)}
    beside = {(source, number + by) for source, number in measured for by in (-1, 0, 1)}
    assert not beside & {(row.source, row.number) for row in ours.training}
    assert all(row.source.startswith("ours: ") for row in ours.training)


def test_what_is_left_out_of_our_own_is_not_learnt_from_another_file_either(tmp_path):
    left_out = (OWN / "comments_en.jsonl").read_text("utf-8").splitlines()[19]
    (tmp_path / "comments_en.jsonl").write_text("\n" * 3 + left_out, encoding="utf-8")
    assert json.loads(left_out)["text"] not in {row.text for row in mix([tmp_path], 1).training}


def test_comments_of_a_given_folder_are_read_as_messages_are(tmp_path):
    written(tmp_path / "comments_en.jsonl", [{"text": f"said {n}"} for n in range(4)])
    assert {"said 2", "said 3"} <= {row.text for row in mix([tmp_path], seed=1).training}


def test_messages_of_a_given_folder_are_shown_more_often_than_our_own(tmp_path):
    shown = Counter((row.source, row.number) for row in mix([folder_of(tmp_path)], 1).training)
    theirs, ours = shown[f"{tmp_path.name}/messages_en", 3], shown["ours: messages_en", 3]
    assert theirs > ours > 1


def test_hostile_messages_without_a_rude_word_are_shown_twice_as_often():
    training = mix([], seed=1).training
    shown = Counter((row.source, row.number, row.kind) for row in training)
    times = {kind: set() for _, _, kind in shown}
    for (_, _, kind), count in shown.items():
        times[kind].add(count)
    assert times["threat"] == times["veiled_insult"] == {2 * next(iter(times["neutral"]))}


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


def test_our_own_rows_are_in_it_in_six_languages_toxic_and_harmless(ours):
    found = {(row.lang, row.labels["toxicity"]) for row in ours.training}
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
    written(tmp_path / "davidson.jsonl", rows)
    read = {row.text: row.labels for row in SOURCE["davidson"].rows(tmp_path)}
    assert read["word 1"] == {"toxicity": 0.95, "identity_attack": 1.0}
    assert read["rude"] == {"toxicity": 0.6, "obscene": 0.9}, "vulgar mostly, hostile perhaps"
    counts = mix([tmp_path], seed=1, most=15).counts
    files = {path for name in MESSAGES for path in OWN.glob(name)}
    assert set(counts) == {"davidson", *(f"ours: {path.stem}" for path in files)}
    assert set(counts.values()) == {15}, "so many of each file, of ours and of theirs"


@pytest.mark.parametrize(
    ("file", "toxic", "labels", "meant"),
    [
        ("germeval2018", 1, {"fine": "ABUSE"}, {"toxicity": 0.95}),
        ("germeval2018", 1, {"fine": "INSULT"}, {"toxicity": 0.95, "insult": 1.0}),
        ("germeval2018", 1, {"fine": "PROFANITY"}, {"obscene": 1.0, "insult": 0.0}),
        ("hatemoji_build", 0, {}, {"toxicity": 0.2, "identity_attack": 0.0}),
        ("gahd_de", 0, {}, {"toxicity": 0.1, "identity_attack": 0.0}),
        ("gahd_de", 1, {}, {"toxicity": 1.0, "identity_attack": 1.0}),
        (
            "cat_large_wiki",
            0,
            {"perspective": "0.31"},
            dict.fromkeys(("toxicity", "insult", "threat", "identity_attack", "provocation"), 0.0),
        ),
        ("cat_large_wiki", 0, {"perspective": "0.62"}, None),
        ("incivility_github", 1, {"tbdf": "Threat"}, None),
        ("incivility_github", 1, {"tbdf": "Mocking"}, {"toxicity": 0.95, "provocation": 1.0}),
        ("strudel_issues", 0, {}, {"toxicity": 0.05}),
        ("strudel_issues", None, {}, None),
        ("hatemoji_build", None, {}, None),
        ("incivility_github", None, {"tbdf": "None"}, None),
    ],
)
def test_a_source_says_what_its_labels_decide_and_no_more(tmp_path, file, toxic, labels, meant):
    written(tmp_path / f"{file}.jsonl", [{"text": "a", "toxic": toxic, "labels": labels}])
    found = [row.labels for row in SOURCE[file].rows(tmp_path)]
    assert found == ([] if meant is None else [meant])


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("davidson", {"toxic": 1}),
        ("davidson", {"toxic": 1, "labels": None}),
        ("davidson", {"toxic": 1, "labels": {"class": "a class of theirs"}}),
        ("toxic_spans_civil", {"toxic": 1, "labels": {"frac_not_toxic": "few"}}),
        ("strudel_issues", {}),
        ("strudel_issues", {"toxic": "0"}),
        ("strudel_issues", {"toxic": []}),
    ],
)
def test_a_bad_row_of_a_public_source_is_named(tmp_path, file, row):
    fine = {"text": "a", "toxic": None}
    written(tmp_path / f"{file}.jsonl", [fine, {"text": "b", **row}])
    with pytest.raises(ConfigError, match=rf"{file}\.jsonl:2: not a row of this source: "):
        list(SOURCE[file].rows(tmp_path))


def lexicon(tmp_path, *terms):
    rows = [{"term": term, "lang": "en", "source": source} for source, term in terms]
    written(tmp_path / "lexicons.jsonl", rows)
    return tmp_path


def test_a_word_is_vulgar_or_ordinary_or_in_neither(tmp_path):
    known = (
        ("LDNOOBW", "Minutes"),
        ("LDNOOBW", "scum"),
        ("safetext", "hello"),
        ("slaviclean", "ass"),
    )
    folder = lexicon(tmp_path, *known, *(("LDNOOBW", f"damn{end}") for end in ("ed", "able")))
    rows = [
        Row("hello, two minutes there", "en", {"toxicity": 0.0, "obscene": 0.0}),
        Row("you scum", "en", {"toxicity": 1.0, "obscene": 0.0}),
        Row("my ass, again", "en", {"toxicity": 0.0, "obscene": 1.0}),
    ]
    found = single_words(folder, rows, Random(1))
    assert {row.text for row in found if row.labels["obscene"] == 0} == {"two", "there"}
    vulgar = [row for row in found if row.labels["obscene"]]
    assert {row.text for row in vulgar} == {"ass", "damned", "damnable"}
    assert {tuple(row.labels) for row in vulgar} == {("obscene",)}


def test_a_bad_term_of_a_list_is_named(tmp_path):
    path = lexicon(tmp_path, ("LDNOOBW", "damn")) / "lexicons.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"term": "damned", "source": "LDNOOBW"}))
    with pytest.raises(ConfigError, match=r"lexicons\.jsonl:2: not an object with a `lang`"):
        single_words(tmp_path, [], Random(1))


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
    said = r"neither `messages_\*.jsonl` nor `comments_\*.jsonl` nor a known source"
    with pytest.raises(ConfigError, match=said):
        mix([tmp_path], seed=1)
