"""`rules backtest` as others script against it: formats, determinism, errors."""

import asyncio
import hashlib
import json
import os
import pty
import subprocess

import pytest

from bot.bench.past import write_history
from tests.command import COMMAND, bot, complaint, environment

COUNT = 1500
RULES = """
version: 1
policies: {respect: {title: Kind, weight: 2}}
ladders: {default: {half_life: 14d, steps: [{at: 4, do: [{mute: 30m}]}]}}
rules:
  - id: attack
    policy: respect
    when: {insult: "LIMIT", directed: ">= 0.6"}
    then: [strike]
    examples: {match: [you are a complete idiot], no_match: [good morning]}
  - {id: heated, policy: respect, when: {heat: ">= 0.3"}, then: [escalate], mode: shadow}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A stored history, and two rulebooks."""
    folder = tmp_path_factory.mktemp("backtest")
    asyncio.run(write_history(f"sqlite:///{folder}/bot.db", COUNT, seed=3))
    for name, limit in (("strict.yaml", ">= 0.7"), ("mild.yaml", ">= 0.95")):
        (folder / name).write_text(RULES.replace("LIMIT", limit))
    return folder


@pytest.fixture(scope="module")
def run(folder):
    def run(*args, **env):
        env = {"DATABASE_URL": f"sqlite:///{folder}/bot.db", **env}
        return bot("rules", "backtest", *args, cwd=folder, **env)

    return run


def fine(done):
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout


@pytest.fixture(scope="module")
def strict(run):
    return json.loads(fine(run("strict.yaml", "--json")))


def test_json_has_the_form_that_is_documented(strict):
    assert list(strict) == ["history", "rulebook"]
    keys = "messages unscored members conversations from to"
    assert list(strict["history"]) == keys.split()
    keys = "name hash hits share members actions precision cases missed rules overlap"
    assert list(strict["rulebook"]) == keys.split()
    keys = "id title mode hits share members actions precision undecided samples"
    for rule in strict["rulebook"]["rules"]:
        assert list(rule) == keys.split()
        assert list(rule["precision"]) == ["right", "wrong", "share", "low", "high"]
    keys = "id at conversation author text reasons"
    assert list(strict["rulebook"]["rules"][0]["samples"][0]) == keys.split()


def test_the_stored_scores_decide_without_a_model_being_asked(strict):
    attack, heated = strict["rulebook"]["rules"]
    assert strict["history"]["messages"] == COUNT
    assert strict["history"]["unscored"] == 0
    assert 20 <= attack["hits"] <= 100
    assert len(attack["samples"]) == 20
    assert {"strike", "mute", "warn"} <= set(attack["actions"])
    assert heated["mode"] == "shadow"
    assert heated["hits"] > 0
    assert attack["precision"]["right"] > attack["precision"]["wrong"] > 0
    assert attack["precision"]["low"] < attack["precision"]["share"] < attack["precision"]["high"]
    assert strict["rulebook"]["overlap"][0]["rules"] == ["attack", "heated"]


def test_the_same_history_gives_the_same_bytes_and_stays_as_it_is(run, folder, strict):
    before = hashlib.sha256((folder / "bot.db").read_bytes()).hexdigest()
    again = fine(run("strict.yaml", "--json", PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Tokyo"))
    assert json.loads(again) == strict
    assert fine(run("strict.yaml", "--json", PYTHONHASHSEED="8")) == again
    assert hashlib.sha256((folder / "bot.db").read_bytes()).hexdigest() == before


def test_another_rulebook_is_held_against_the_first(run, strict):
    whole = json.loads(fine(run("mild.yaml", "--against", "strict.yaml", "--json")))
    assert list(whole) == ["history", "rulebook", "other", "differences"]
    assert whole["other"] == strict["rulebook"]
    mild, severe = (whole[key]["rules"][0]["hits"] for key in ("rulebook", "other"))
    assert whole["differences"]["rules_gained"] == {"attack": severe - mild}
    assert whole["differences"]["rules_lost"] == {}
    assert whole["differences"]["messages"] >= severe - mild
    assert len(whole["differences"]["samples"]["gained"]["attack"]) == 20


def test_fewer_days_are_the_last_ones(run, strict):
    whole = json.loads(fine(run("strict.yaml", "--days", "3", "--json")))
    assert 50 < whole["history"]["messages"] < COUNT / 5
    assert whole["history"]["to"] == strict["history"]["to"]


def test_people_get_a_table_with_few_samples(run, strict):
    shown = fine(run("strict.yaml")).decode()
    attack = strict["rulebook"]["rules"][0]
    assert f"{COUNT:,} messages of {strict['history']['members']} members" in shown
    [row] = [line for line in shown.splitlines() if line.startswith("attack ")]
    assert row.split()[:3] == ["attack", "live", f"{attack['hits']:,}"]
    decided = attack["precision"]["right"] + attack["precision"]["wrong"]
    assert f"{attack['precision']['right']} of {decided}: {attack['precision']['share']:.0%}" in row
    assert f"attack, 3 of {attack['hits']} hits:" in shown
    assert (
        f"attack, 5 of {attack['hits']} hits:"
        in fine(run("strict.yaml", "--samples", "5")).decode()
    )


def test_people_see_what_another_rulebook_would_do_differently(run):
    shown = fine(run("mild.yaml", "--against", "strict.yaml")).decode()
    assert "would be judged otherwise by strict.yaml" in shown
    assert "attack also hits" in shown
    shown = fine(run("strict.yaml", "--against", "mild.yaml")).decode()
    assert "attack no longer hits" in shown


def test_as_if_live_shadow_rules_act(run, strict):
    assert "escalate" not in strict["rulebook"]["actions"]
    live = json.loads(fine(run("strict.yaml", "--live", "--json")))
    assert live["rulebook"]["rules"][1]["mode"] == "live"
    assert live["rulebook"]["actions"]["escalate"]["count"] > 0


@pytest.fixture
def chat(tmp_path):
    def chat(*texts):
        base = {"at": "2026-03-01T12:00:00Z", "conversation": "general", "author": "ann"}
        rows = ({**base, "id": str(n), "text": text} for n, text in enumerate(texts, 1))
        path = tmp_path / "chat.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    return chat


def test_a_sample_is_one_line_that_a_terminal_only_shows(run, chat):
    path = chat("shut up,\nyou're the dumbest \x1b[31m[bold]person here\u202e")
    shown = fine(run("strict.yaml", "--file", path)).decode()
    said = "shut up, you're the dumbest [31m[bold]person here"
    assert shown.splitlines()[-1] == f"  2026-03-01T12:00 ann: {said}"


def test_a_recorded_chat_is_scored_by_the_model(run, chat):
    path = chat("you are a complete idiot", "good morning")
    whole = json.loads(fine(run("strict.yaml", "--file", path, "--json", DATABASE_URL="no:such")))
    assert whole["history"]["unscored"] == 0
    assert [one["id"] for one in whole["rulebook"]["rules"][0]["samples"]] == ["1"]


def test_a_bar_moves_on_a_terminal_only(folder):
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "rules", "backtest", "strict.yaml", "--json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=folder,
        env=environment(TERM="xterm", DATABASE_URL=f"sqlite:///{folder}/bot.db"),
        timeout=120,
    )
    os.close(theirs)
    assert done.returncode == 0
    assert json.loads(done.stdout)
    assert b"backtest" in os.read(ours, 65536)
    os.close(ours)


@pytest.mark.parametrize(
    ("args", "env", "said"),
    [
        (["gone.yaml"], {}, "gone.yaml: No such file"),
        (["strict.yaml", "--against", "gone.yaml"], {}, "gone.yaml: No such file"),
        (["strict.yaml", "--file", "gone.jsonl"], {}, "gone.jsonl: No such file"),
        (["strict.yaml"], {"DATABASE_URL": "sqlite:///gone.db"}, "gone.db: nothing is stored"),
        (["strict.yaml", "--file", "strict.yaml", "--days", "3"], {}, "--days: a recorded chat"),
        (["strict.yaml", "--days", "0"], {}, "--days"),
        (["strict.yaml", "--samples", "21"], {}, "--samples"),
        (["strict.yaml"], {"SCORER": "grok"}, "no scorer is called `grok`"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, folder, args, env, said):
    files = sorted(folder.iterdir())
    assert said in complaint(run(*args, **env))
    assert sorted(folder.iterdir()) == files


def test_an_unusable_rulebook_is_told_with_its_places(run, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(RULES.replace("insult:", "insolt:").replace("LIMIT", ">= 0.7"))
    assert f"{path}:8:" in complaint(run(path))
