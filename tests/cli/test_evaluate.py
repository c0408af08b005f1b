"""`evaluate` as people and scripts use it: a real process, its output and its exit status."""

import importlib.util
import json

import pytest

from tests.command import ROOT, bot, complaint

ROWS = [
    {"text": "you are a complete idiot", "toxicity": 1, "insult": 1, "kind": "direct_insult"},
    {"text": "thanks, that helped!", "toxicity": 0, "insult": 0, "kind": "neutral"},
    {"text": "my muslim neighbours baked a cake", "toxicity": 0, "kind": "identity_neutral"},
    {"text": "shut up, you stupid clown", "toxicity": 1, "insult": 1, "kind": "direct_insult"},
]
THEIRS = [
    {"text": "eres un completo idiota", "toxic": 1, "lang": "es", "labels": {"bait": 1}},
    {"text": "gracias por todo", "toxic": 0, "lang": "es", "labels": {"bait": 0, "insult": 3}},
]


@pytest.fixture
def files(tmp_path):
    ours, theirs = tmp_path / "ours.jsonl", tmp_path / "theirs.jsonl"
    ours.write_text("\n".join(json.dumps(row | {"lang": "en"}) for row in ROWS))
    theirs.write_text("\n".join(map(json.dumps, THEIRS)))
    return ours, theirs


def evaluate(*args):
    return bot("evaluate", "messages", *args)


def test_programs_get_one_object_with_everything(files):
    done = evaluate(*files, "--label", "provocation=bait", "--json")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    whole = json.loads(done.stdout)
    assert whole["data"]["files"] == {str(path): n for path, n in zip(files, (4, 2), strict=True)}
    assert whole["data"]["renamed"] == {"provocation": "bait"}
    [one] = whole["scorers"]
    assert one["scorer"] == "onnx"
    assert one["overall"]["labels"]["toxicity"]["auc"] == 1
    assert one["overall"]["labels"]["provocation"]["positives"] == 1
    assert one["languages"]["es"]["labels"]["toxicity"]["auc"] == 1
    assert one["files"][str(files[0])]["overall"]["hostile_kinds"]["direct_insult"]["rows"] == 2
    assert one["overall"]["identity"]["named"]["rows"] == 1


def test_people_get_tables_that_fit_with_scorers_side_by_side(files):
    weights = ROOT / "bot" / "scorers" / "weights"
    done = evaluate(*files, "--scorer", "onnx", "--scorer", weights)
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0] == "6 messages of 2 files"
    toxicity = next(number for number, line in enumerate(lines) if line.startswith("toxicity"))
    first, second = (line.split() for line in lines[toxicity : toxicity + 2])
    assert first[1:] == ["onnx", "3", "3", "1.000", *first[5:]]
    assert second == ["weights", *first[2:]]
    told = " ".join(" ".join(lines).split())
    assert "original label insult is 3, so it does not count in this file" in told
    for title in ("Labels", "Languages", "Harmless kinds", "Hostile kinds", "Identity"):
        assert any(line.startswith(f"{title}: ") for line in lines), title


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--label", "provocation"), "--label: `provocation` is not OURS=ORIGINAL"),
        (
            ("--label", "provocatoin=bait"),
            "unknown label `provocatoin`; did you mean `provocation`",
        ),
        (("--label", "threat=bait", "--label", "threat=x"), "`threat` is given twice"),
        (("--label", "threat=bit"), "no message has a label `bit`; did you mean `bait`?"),
        (("--scorer", "onyx"), "did you mean `onnx`?"),
        (("--scorer", "onnx", "--scorer", "onnx"), "--scorer: `onnx` is given twice"),
        (("--every", "0"), "--every"),
    ],
    ids=range(7),
)
def test_a_slip_is_one_line(files, args, said):
    assert said in complaint(evaluate(files[1], *args))


def test_a_broken_line_is_one_line_and_nothing_is_printed(files):
    with files[1].open("a") as file:
        file.write('\n{"text": "no label"}')
    done = evaluate(*files)
    assert f"{files[1]}:3: no label" in complaint(done)
    assert done.stdout == b""


@pytest.mark.skipif(
    importlib.util.find_spec("profanity_check") is not None, reason="the package is there"
)
def test_a_scorer_that_needs_a_package_names_it(files):
    said = complaint(evaluate(files[0], "--scorer", "alt-profanity-check"))
    assert said.endswith("needs profanity_check: pip install alt-profanity-check")
