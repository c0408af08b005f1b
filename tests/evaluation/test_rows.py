"""Labelled messages: both forms, what is unknown, and what is refused."""

import json

import pytest

from bot.errors import ConfigError
from bot.evaluation.rows import LeftOut, Wanted, read_files

OURS = {"text": "hello", "lang": "en", "toxicity": 0, "insult": 1, "kind": "neutral"}
THEIRS = {"text": "hello", "toxic": 0, "lang": "en", "labels": {"sarcastic": 1}, "split": "train"}


@pytest.fixture
def read(tmp_path):
    def reading(*rows, name="a.jsonl", **wanted):
        path = tmp_path / name
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        path.write_bytes(b"\n".join(lines))
        return read_files([path], Wanted(**wanted))

    return reading


def labels(data):
    return [dict(row.labels) for row in data.rows]


def test_both_forms_are_told_apart_line_by_line(read):
    data = read(OURS, THEIRS, {"text": "x", "labels": {"insult": 0.7, "threat": 0.2}})
    assert labels(data) == [
        {"toxicity": False, "insult": True},
        {"toxicity": False},
        {"insult": True, "threat": False},
    ]
    first, _, last = data.rows
    assert (first.lang, first.kind, first.line) == ("en", "neutral", 1)
    assert (last.lang, last.kind, last.line) == ("", "", 3)


def test_what_is_null_or_missing_is_unknown(read):
    data = read(OURS | {"insult": None}, THEIRS | {"toxic": None}, THEIRS | {"labels": None})
    assert labels(data) == [{"toxicity": False}, {}, {"toxicity": False}]


@pytest.mark.parametrize("value", [1, True, 0.5, 1.0])
def test_an_original_label_is_taken_for_ours_by_name(read, value):
    renamed = {"provocation": "sarcastic"}
    data = read(THEIRS | {"labels": {"sarcastic": value}}, THEIRS | {"labels": {}}, renamed=renamed)
    assert labels(data) == [{"toxicity": False, "provocation": True}, {"toxicity": False}]


def test_what_is_taken_by_name_comes_before_what_has_our_name(read):
    data = read(THEIRS | {"labels": {"rude": 1, "insult": 0}}, renamed={"toxicity": "rude"})
    assert labels(data) == [{"toxicity": True, "insult": False}]


def test_votes_are_no_label_in_the_whole_file_and_that_is_said(read, tmp_path):
    """A count of votes is 0 or 1 in many rows: none of them may count."""
    rows = [THEIRS | {"labels": {"insult": votes, "threat": 1}} for votes in (0, 1, 3, 2)]
    data = read(*rows)
    assert labels(data) == [{"toxicity": False, "threat": True}] * 4
    assert data.left_out == [LeftOut(str(tmp_path / "a.jsonl"), "insult", 3, 3)]


def test_a_message_is_hostile_or_harmless_or_nobody_knows(read):
    data = read(
        OURS,
        OURS | {"insult": 0},
        OURS | {"insult": 0, "provocation": 1},
        OURS | {"insult": 0, "obscene": 1},
        {"text": "x", "directed": 1},
    )
    assert [row.hostile for row in data.rows] == [True, False, True, False, False]
    assert [row.harmless for row in data.rows] == [False, True, False, True, False]


def test_every_so_many_lines_counts_from_the_first_and_blank_ones_too(read):
    rows = [OURS | {"text": str(number)} for number in range(5)]
    rows[2:2] = [b"  "]
    assert [row.text for row in read(*rows, every=2).rows] == ["0", "3"]
    assert [row.line for row in read(*rows, every=3).rows] == [1, 4]
    assert [row.text for row in read(*rows, every=2, limit=1).rows] == ["0"]
    assert [row.text for row in read(*rows, limit=3).rows] == ["0", "1", "2"]


def test_a_byte_order_mark_is_no_part_of_the_first_line(read):
    assert read(b"\xef\xbb\xbf" + json.dumps(OURS).encode()).rows[0].text == "hello"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"text": "cut', "not JSON: "),
        (b"[" * 100_000, "not JSON: nested too deeply"),
        (b"[1]", "not a JSON object"),
        (b'{"text": "caf\xe9"}', "not UTF-8 text at byte 14"),
        ({"toxicity": 1}, "`text` is not a string"),
        (OURS | {"text": 5}, "`text` is not a string"),
        (OURS | {"lang": 5}, "`lang` is not a string"),
        (OURS | {"kind": []}, "`kind` is not a string"),
        (OURS | {"insult": "yes"}, '`insult` is "yes", not a number from 0 to 1'),
        (OURS | {"insult": 2}, "`insult` is 2, not a number from 0 to 1"),
        (b'{"text": "x", "insult": NaN}', "`insult` is NaN, not a number from 0 to 1"),
        (THEIRS | {"toxic": -1}, "`toxicity` is -1, not a number"),
        (THEIRS | {"labels": [1]}, "`labels` is not an object"),
        (THEIRS | {"labels": {"rude": "very"}}, '`threat` is "very", not a number'),
        ({"text": "x", "kind": "neutral"}, "no label: neither ours, such as `toxicity`, nor"),
    ],
    ids=range(15),
)
def test_a_broken_line_is_named(read, tmp_path, line, said):
    good = THEIRS | {"labels": {"rude": 0}}
    with pytest.raises(ConfigError) as raised:
        read(good, line, renamed={"threat": "rude"})
    assert str(raised.value).startswith(f"{tmp_path / 'a.jsonl'}:2: {said}")


def test_a_label_that_no_message_has_is_named_with_the_nearest(read):
    with pytest.raises(ConfigError, match="no message has a label `sarcasm`; did you mean `sarcas"):
        read(THEIRS, renamed={"provocation": "sarcasm"})


def test_a_file_that_is_missing_empty_or_given_twice_is_named(read, tmp_path):
    path = tmp_path / "none.jsonl"
    with pytest.raises(ConfigError, match=r"none\.jsonl: No such file"):
        read_files([path], Wanted())
    with pytest.raises(ConfigError, match=r"no messages in .*a\.jsonl"):
        read(b"")
    path.write_text(json.dumps(OURS))
    with pytest.raises(ConfigError, match=r"none\.jsonl: given twice"):
        read_files([path, path], Wanted())
