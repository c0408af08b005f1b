"""Labelled conversations of both forms, and what is told of those that cannot be read."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError
from bot.evaluation.talks import read_talks

OURS = {
    "id": "en-03",
    "lang": "en",
    "kind": "troll_bait",
    "flame_war": 1,
    "onset": 1,
    "troll": "bob",
    "target": None,
    "turns": [
        {"author": "ann", "at": 0, "text": "hi", "reply_to": None, "toxicity": 0},
        {"author": "bob", "at": 7.5, "text": "why so slow?", "reply_to": 0, "toxicity": 1},
    ],
}
THEIRS = {
    "conv_id": "cga-7",
    "lang": "en",
    "derails": 0,
    "turns": [
        {"speaker": None, "text": "one", "labels": {"toxic": 1}},
        {"speaker": None, "text": "two", "labels": {"toxic": None}},
        {"speaker": "sue", "text": "three", "labels": {}},
        {"speaker": None, "text": "the attack", "labels": {"final": 1}},
    ],
}


def turn(**changed):
    return {**OURS, "turns": [OURS["turns"][0], {**OURS["turns"][1], **changed}]}


def read(tmp_path, *found):
    path = tmp_path / "talks.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in found))
    return read_talks([path])


def test_our_own_form(tmp_path):
    [talk] = read(tmp_path, OURS)
    assert (talk.id, talk.lang, talk.kind, talk.flares) == ("en-03", "en", "troll_bait", True)
    assert (talk.onset, talk.troll, talk.target, talk.line) == (1, "bob", None, 1)
    assert [turn.at.total_seconds() for turn in talk.turns] == [0, 7.5]
    assert [turn.reply_to for turn in talk.turns] == [None, 0]
    assert [turn.hostile for turn in talk.turns] == [False, True]


@pytest.mark.parametrize(("label", "of"), [("provocation", "baits"), ("deescalation", "calms")])
def test_whether_a_turn_baits_or_calms_is_unknown_where_nobody_says(tmp_path, label, of):
    [unsaid] = read(tmp_path, OURS)
    assert [getattr(turn, of) for turn in unsaid.turns] == [None, None]
    for said in (0, 1, None):
        [talk] = read(tmp_path, turn(**{label: said}))
        assert [getattr(turn, of) for turn in talk.turns] == [None, said]
        assert [turn.hostile for turn in talk.turns] == [False, True]
    [theirs] = read(tmp_path, THEIRS)
    assert {getattr(turn, of) for turn in theirs.turns} == {None}


def test_what_a_turn_does_are_labels_of_their_own(tmp_path):
    [talk] = read(tmp_path, turn(toxicity=0, provocation=1, deescalation=0))
    last = talk.turns[-1]
    assert (last.hostile, last.baits, last.calms) == (False, True, False)


def test_the_other_form_whose_last_turn_is_to_be_foreseen(tmp_path):
    [talk] = read(tmp_path, THEIRS)
    assert (talk.id, talk.flares, talk.onset) == ("cga-7", False, None)
    assert [turn.text for turn in talk.turns] == ["one", "two", "three"]
    assert [turn.author for turn in talk.turns] == ["1", "2", "sue"]
    assert [turn.hostile for turn in talk.turns] == [True, None, None]
    assert [turn.at for turn in talk.turns] == [timedelta(minutes=each) for each in range(3)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[" * 5000, "not JSON: nested too deeply"),
        ('{"turns": ' + "9" * 5000 + "}", "not JSON: Exceeds the limit"),
        ({**OURS, "flame_war": {}}, "`flame_war` is {}, neither 0 nor 1"),
        (turn(toxicity=[]), "turn 1: `toxicity` is [], neither 0 nor 1"),
        ({"turns": [{"text": "hi", "labels": {"toxic": 0.7}}]}, "turn 0: `toxic` is 0.7, neither"),
        ({**THEIRS, "onset": 3}, "`onset` is 3, not the number of a turn that is heard"),
        ("{", "not JSON"),
        ("[]", "not an object with a list of `turns`"),
        ({"turns": []}, "`turns` holds nothing to hear"),
        ({**OURS, "turns": ["hi"]}, "turn 0: not an object with a `text`"),
        ({**OURS, "onset": 2}, "`onset` is 2, not the number of a turn that is heard"),
        ({**OURS, "troll": "eve"}, "`troll` is 'eve', who says nothing"),
        ({**OURS, "flame_war": "yes"}, "`flame_war` is 'yes', neither 0 nor 1"),
        (turn(reply_to=1), "turn 1: `reply_to` is 1, not the number of a turn before"),
        (turn(reply_to=True), "turn 1: `reply_to` is True, not the number of a turn before"),
        (turn(at=-1), "turn 1: `at` is -1, not between 0 s and 30 days"),
        (turn(at="soon"), "turn 1: `at` is not a number of seconds"),
        (turn(toxicity=0.5), "turn 1: `toxicity` is 0.5, neither 0 nor 1"),
        (turn(provocation=2), "turn 1: `provocation` is 2, neither 0 nor 1"),
        (turn(deescalation="no"), "turn 1: `deescalation` is 'no', neither 0 nor 1"),
        (turn(author=5), "turn 1: `author` is not a string"),
        (turn(labels=[1]), "turn 1: `labels` is not an object"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, line, said):
    with pytest.raises(ConfigError) as told:
        read(tmp_path, OURS, line)
    assert str(told.value).startswith(f"{tmp_path / 'talks.jsonl'}:2: ")
    assert said in str(told.value)


def test_time_does_not_run_backwards(tmp_path):
    back = {**OURS, "turns": [{**OURS["turns"][1], "reply_to": None}, OURS["turns"][0]]}
    with pytest.raises(ConfigError, match=r":1: turn 1: `at` is 0, before the turn before it"):
        read(tmp_path, back)


def test_nothing_to_hear_and_no_file(tmp_path):
    with pytest.raises(ConfigError, match="no conversations in"):
        read(tmp_path, "")
    with pytest.raises(ConfigError, match=r"none\.jsonl: No such file"):
        read_talks([tmp_path / "none.jsonl"])
    read(tmp_path, OURS)
    with pytest.raises(ConfigError, match="given twice"):
        read_talks(
            [tmp_path / "talks.jsonl", tmp_path / "." / ".." / tmp_path.name / "talks.jsonl"]
        )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
)
OF_TURN = st.sampled_from(
    [
        "author",
        "speaker",
        "at",
        "text",
        "reply_to",
        "toxicity",
        "provocation",
        "deescalation",
        "labels",
    ]
)
OF_TALK = st.sampled_from(["id", "lang", "kind", "flame_war", "onset", "troll", "target", "turns"])


@given(st.dictionaries(OF_TALK, ANYTHING, max_size=2), st.dictionaries(OF_TURN, ANYTHING))
def test_whatever_stands_in_a_field_is_read_or_refused_in_one_line(tmp_path_factory, talk, changed):
    path = tmp_path_factory.getbasetemp() / "anything.jsonl"
    path.write_text(json.dumps({**turn(**changed), **talk}))
    said = ""
    try:
        read_talks([path])
    except ConfigError as error:
        said = str(error)
    assert "\n" not in said
