"""Replay as others script against it: formats, determinism, ticks, comparisons."""

import json

import pytest

from tests.command import ROOT, bot

STORIES = sorted((ROOT / "bot/demo/stories").glob("*.yaml"))
STORIES += sorted((ROOT / "tests/stories").glob("*.yaml"))
FLAME_WAR = ROOT / "bot/demo/stories/flame_war.yaml"


def replay(*args, status=0, **env):
    done = bot("replay", *args, **env)
    assert done.returncode == status, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done.stdout


def objects(output):
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_story_ends_as_it_says(path):
    replay(path)


@pytest.fixture(scope="module")
def quarrel():
    return replay(FLAME_WAR, "--json")


def test_a_flame_war_is_one_case_that_names_the_people_and_their_parts(quarrel):
    *_, last = objects(quarrel)
    (case,) = last["summary"]["cases"]
    roles = {one["role"] for one in case["members"]}
    assert case["id"] == "c1"
    assert roles >= {"side_a", "side_b"}
    assert roles <= {"side_a", "side_b", "target", "troll", "bystander"}


def test_the_same_recording_gives_the_same_bytes_whatever_the_locale(quarrel):
    assert replay(FLAME_WAR, "--json", PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Tokyo") == quarrel


def test_every_message_has_its_object_in_order_and_in_shape(quarrel):
    *lines, last = objects(quarrel)
    messages = [line for line in lines if "id" in line]
    assert [line["id"] for line in messages] == [f"m{n}" for n in range(1, len(messages) + 1)]
    assert last["summary"]["messages"] == len(messages)
    for line in messages:
        assert list(line) == ["id", "signals", "rules", "actions", "reasons", "case"]
        assert bool(line["rules"]) == bool(line["reasons"])
        assert line["case"] in {None, "c1"}
        for value in line["signals"].values():
            assert value is None or isinstance(value, bool | int | float | str)
            assert not isinstance(value, float) or round(value, 4) == value
        for reason in line["reasons"]:
            assert list(reason) == ["rule", "signal", "value", "need", "evidence"]


def test_slow_mode_is_lifted_by_a_tick(quarrel):
    lines = objects(quarrel)
    begun = [
        a for line in lines if "id" in line for a in line["actions"] if a["name"] == "slowmode"
    ]
    ticks = [line for line in lines if "tick" in line]
    assert begun
    assert any(a["name"] == "slowmode" and a["seconds"] == 0 for t in ticks for a in t["actions"])
    assert all(list(tick) == ["tick", "actions", "case"] for tick in ticks)


RULES = """
version: 1
policies: {{respect: {{title: Kind, text: Be kind., weight: 2, ladder: default}}}}
ladders: {{default: {{half_life: 14d, steps: [{{at: 2, do: [{{mute: 30m}}]}}]}}}}
rules:
  - id: attack
    title: Attack
    policy: respect
    when: {{insult: "{limit}"}}
    then: [strike, {{escalate: {{queue: community, priority: high}}}}]
    examples: {{match: [you are a complete idiot], no_match: [good morning]}}
"""


@pytest.fixture
def rulebook(tmp_path):
    def write(name, limit):
        path = tmp_path / name
        path.write_text(RULES.format(limit=limit))
        return path

    return write


@pytest.fixture
def chat(tmp_path):
    def write(*rows):
        path = tmp_path / "chat.jsonl"
        base = {"conversation": "general", "author": "ann"}
        path.write_text("".join(json.dumps(base | row) + "\n" for row in rows))
        return path

    return write


INSULT = {"id": "1", "at": "2026-03-01T12:00:00Z", "text": "you are a complete idiot"}


def test_actions_name_their_target_and_whole_seconds(chat, rulebook):
    first, last = objects(replay(chat(INSULT), "--json", "--rules", rulebook("r.yaml", ">= 0.7")))
    assert first["actions"] == [
        {"name": "mute", "target": "ann", "seconds": 1800},
        {"name": "strike", "target": "ann"},
        {"name": "warn", "target": "ann"},
        {"name": "escalate", "queue": "community", "priority": "high"},
    ]
    assert last["summary"] == {
        "messages": 1,
        "rules": {"attack": 1},
        "cases": [
            {
                "id": "c1",
                "conversation": "general",
                "opened_at": "2026-03-01T12:00:00Z",
                "rules": ["attack"],
                "members": [{"id": "ann", "role": "side_a"}],
            }
        ],
    }


def test_an_edit_is_judged_by_its_new_text(chat, rulebook):
    path = chat(
        INSULT | {"text": "you are lovely"},
        INSULT | {"at": "2026-03-01T12:01:00Z", "edited": True},
    )
    first, second, _ = objects(replay(path, "--json", "--rules", rulebook("r.yaml", ">= 0.7")))
    assert (first["rules"], second["rules"]) == ([], ["attack"])


def test_another_rulebook_is_held_against_the_first(chat, rulebook):
    path = chat(INSULT, INSULT | {"id": "2", "text": "good morning", "author": "bob"})
    mild, strict = rulebook("mild.yaml", ">= 0.999"), rulebook("strict.yaml", ">= 0.7")
    lines = objects(replay(path, "--json", "--rules", mild, "--against", strict))
    assert lines[0]["rules"] == []
    assert lines[0]["other"]["rules"] == ["attack"]
    assert list(lines[0]["other"]) == ["id", "signals", "rules", "actions", "reasons", "case"]
    assert lines[1]["other"]["rules"] == lines[1]["rules"] == []
    assert lines[-1]["summary"]["differences"] == {
        "messages": 1,
        "rules_gained": {"attack": 1},
        "rules_lost": {},
    }


def test_what_the_other_rulebook_does_later_stands_in_lines_of_its_own(chat, tmp_path, rulebook):
    slow = tmp_path / "slow.yaml"
    slow.write_text(
        "version: 1\npolicies: {calm: {title: Calm}}\nrules:\n"
        "- {id: any, policy: calm, when: {words: '>= 1'}, then: [{slowmode: {for: 1m}}]}\n"
    )
    path = chat(INSULT, INSULT | {"id": "2", "text": "hm", "at": "2026-03-01T13:00:00Z"})
    calm = rulebook("calm.yaml", ">= 0.999")
    lines = objects(replay(path, "--json", "--rules", calm, "--against", slow))
    alone = objects(replay(path, "--json", "--rules", slow))
    assert [line["id"] for line in lines if "id" in line] == ["1", "2"]
    assert [line["other"] for line in lines[:-1]] == alone[:-1]
    assert lines[-1]["summary"]["other"] == alone[-1]["summary"]


def test_people_see_where_the_rulebooks_differ(chat, rulebook):
    path = chat(INSULT, INSULT | {"id": "2", "text": "good morning", "author": "bob"})
    mild, strict = rulebook("mild.yaml", ">= 0.999"), rulebook("strict.yaml", ">= 0.7")
    shown = replay(path, "--rules", mild, "--against", strict).decode().splitlines()
    assert shown[1] == "         other rulebook: attack"
    assert shown[2] == "         -> mute ann 1800 [c1]"
    assert shown[-2:] == ["  messages that the other rulebook judges otherwise: 1", "  +1 attack"]
    shown = replay(path, "--rules", strict, "--against", mild).decode().splitlines()
    assert "         other rulebook: no rule" in shown
    assert shown[-1] == "  -1 attack"


def test_recorded_platforms_and_communities_are_kept_apart(chat, rulebook):
    path = chat(
        INSULT | {"platform": "discord", "community": "one"},
        INSULT | {"platform": "telegram", "community": "two"},
    )
    lines = objects(replay(path, "--json", "--rules", rulebook("r.yaml", ">= 0.7")))
    assert [line["case"] for line in lines[:2]] == ["c1", "c2"]


def test_an_empty_recording_is_an_empty_summary(tmp_path):
    path = tmp_path / "empty.jsonl"
    path.write_text("\n\n")
    (last,) = objects(replay(path, "--json"))
    assert last == {"summary": {"messages": 0, "rules": {}, "cases": []}}


def test_a_story_that_ends_otherwise_is_a_fault(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "title: x\ncast: {ann: {}}\nlines: [{at: 0s, by: ann, text: good morning}]\n"
        "expect: {cases: 3, people: {ann: troll}}\n"
    )
    replay(path, status=1)


def test_without_json_a_person_can_read_it():
    shown = replay(FLAME_WAR).decode()
    assert "case(s)" in shown
    assert "->" in shown
