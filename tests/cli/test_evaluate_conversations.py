"""`evaluate conversations` as people and scripts use it."""

import json

import pytest

from tests.command import bot, complaint

INSULT = "you are a complete idiot and a liar, get out of here"


def talk(number, *lines, flares):
    turns = [
        {"author": who, "at": 20 * at, "text": text, "reply_to": None, "toxicity": int(flares)}
        for at, (who, text) in enumerate(lines)
    ]
    onset = len(turns) - 1 if flares else None
    kind = "flame_war_mutual" if flares else "heated_but_civil"
    told = {"id": f"en-{number}", "lang": "en", "kind": kind, "flame_war": int(flares)}
    return told | {"onset": onset, "troll": None, "target": None, "turns": turns}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "talks.jsonl"
    talks = [
        talk(1, ("ann", "morning"), ("bob", INSULT), ("ann", INSULT.upper()), flares=True),
        talk(2, ("ann", "morning"), ("bob", "coffee?"), flares=False),
    ]
    path.write_text("\n".join(map(json.dumps, talks)))
    return path


def evaluate(*args):
    return bot("evaluate", "conversations", *args)


def test_programs_get_one_object(file):
    done = evaluate(file, "--json")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    whole = json.loads(done.stdout)
    assert whole["data"] == {"files": {str(file): 2}, "messages": 5, "ids": "all"}
    assert whole["overall"]["signals"]["heat"]["auc"] == 1
    assert whole["kinds"]["heated_but_civil"]["false_alarms"] == 0


def test_people_get_tables_that_fit(file):
    done = evaluate(file, "--rules", "gaming")
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("2 conversations, 5 messages; hearth-")
    assert any(line.split()[:2] == ["flame_war_mutual", "1"] for line in lines)
    assert any(line.startswith("recall ") for line in lines)


@pytest.mark.parametrize(("ids", "flares", "harmless"), [("odd", 1, 0), ("even", 0, 1)])
def test_one_half_can_be_heard(file, ids, flares, harmless):
    whole = json.loads(evaluate(file, "--ids", ids, "--json").stdout)
    assert whole["data"]["ids"] == ids
    assert (whole["overall"]["flare_ups"], whole["overall"]["harmless"]) == (flares, harmless)


def test_bad_input_is_one_line(file):
    assert "nothing.jsonl" in complaint(evaluate(file.with_name("nothing.jsonl")))
    file.write_text('{"turns": 3}')
    assert f"{file}:1: not an object with a list of `turns`" in complaint(evaluate(file))
