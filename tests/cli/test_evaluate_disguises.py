"""`evaluate disguises` as people and scripts use it: a real process with the bundled model."""

import json

import pytest

from tests.command import bot, complaint

ROWS = [
    {"text": "you are a complete idiot", "toxicity": 1, "lang": "en"},
    {"text": "eres un completo idiota", "toxic": 1, "lang": "es"},
    {"text": "thanks, that helped!", "toxicity": 0, "lang": "en"},
    {"text": "дякую за допомогу", "toxicity": 0, "lang": "uk"},
]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    return path


def test_programs_get_one_object_with_everything(file):
    done = bot("evaluate", "disguises", file, "--seed", "7", "--json")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    whole = json.loads(done.stdout)
    assert whole["data"] == {"seed": 7, "toxic": {"en": 1, "es": 1}, "honest": {"en": 1, "uk": 1}}
    assert whole["scorer"] == "onnx"
    assert len(whole["ways"]) == 20
    assert whole["ways"]["reversed"]["rows"] == 2
    assert whole["ways"]["reversed"]["before"] == 1
    assert whole["ways"]["full-width"]["points"] == 0
    assert whole["overall"]["ways"] == 17
    assert whole["honest"]["languages"]["uk"]["moved"] == 0


def test_people_get_tables_that_fit(file):
    done = bot("evaluate", "disguises", file, "--toxic", "1", "--honest", "1", "--scorer", "onnx")
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0] == "1 toxic and 1 honest messages, seed 0"
    assert any(line.split()[:5] == ["full-width", "1", "1.000", "1.000", "+0.0"] for line in lines)
    assert any(line.split() == ["translit", "0", *"-----"] for line in lines)
    assert any("ways lose at most 10 points" in line for line in lines)
    assert any(line.startswith("Honest messages: ") for line in lines)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--every", "4"), "no message is labelled as honest"),
        (("--scorer", "onyx"), "did you mean `onnx`?"),
        (("--toxic", "0"), "--toxic"),
        (("nowhere.jsonl",), "nowhere.jsonl: No such file"),
    ],
    ids=range(4),
)
def test_a_slip_is_one_line(file, args, said):
    done = bot("evaluate", "disguises", file, *args)
    assert said in complaint(done)
    assert done.stdout == b""
