"""`doctor` says what is fine, what is not, and how to mend it."""

import json

import pytest

from tests.command import bot
from tests.test_bad_input import url
from tests.test_reload import RULES


def findings(tmp_path, **env):
    done = bot("doctor", "--json", cwd=tmp_path, DATABASE_URL=url(tmp_path), **env)
    assert b"Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_sound_bot_has_nothing_to_fix(tmp_path):
    status, found = findings(tmp_path)
    assert status == 0
    assert [one["what"] for one in found] == ["settings", "rulebook", "model", "database"]
    assert all(one["fine"] and one["seen"] and not one["mend"] for one in found)


def test_it_makes_nothing(tmp_path):
    (tmp_path / "home").mkdir()
    for _ in range(2):
        done = bot("doctor", cwd=tmp_path / "home", DATABASE_URL=f"sqlite:///{tmp_path}/db/bot.db")
        assert done.returncode == 0
        assert b"ok   database: nothing is there yet; it will be made at the first" in done.stdout
    assert [path.name for path in tmp_path.rglob("*")] == ["home"]


def test_a_folder_in_which_no_database_can_be_made_is_to_be_fixed(tmp_path, locked):
    done = bot("doctor", cwd=tmp_path, DATABASE_URL=url(locked))
    assert done.returncode == 1
    assert f"{locked} cannot be written" in done.stdout.decode()


def test_everything_wrong_is_told_at_once_with_its_mending(tmp_path):
    (tmp_path / "bot.db").write_text("no database " * 500)
    (tmp_path / "rules.yaml").write_text("version: 1\nrules: [{}]\n")
    (tmp_path / ".env").write_text("DATABSE_URL=x\n")
    status, found = findings(tmp_path, RULES="rules.yaml", SCORER="onyx")
    wrong = {one["what"]: one for one in found if not one["fine"]}
    assert status == 1
    assert set(wrong) == {"settings", "rulebook", "model", "database"}
    assert all(one["mend"] for one in wrong.values())
    assert "rules.yaml:1" in wrong["rulebook"]["seen"]
    assert "DATABASE_URL" in wrong["settings"]["seen"]
    assert "onnx" in wrong["model"]["seen"]


AT_NIGHT = RULES.replace("when: {insult: likely}", "when: {insult: likely, time: 02:00-04:00}")
"""Examples are said at 18:00 UTC, which is 03:00 in Tokyo."""


def test_examples_are_run_as_at_a_start_on_the_communitys_clock(tmp_path):
    (tmp_path / "mine.yaml").write_text(AT_NIGHT)
    status, found = findings(tmp_path, RULES="mine.yaml", TIMEZONE="Asia/Tokyo")
    [fine] = [one for one in found if one["what"] == "examples"]
    assert (status, fine["fine"], fine["seen"]) == (0, True, "those of 1 rule do as they should")
    status, found = findings(tmp_path, RULES="mine.yaml")
    [wrong] = [one for one in found if not one["fine"]]
    assert (status, wrong["what"]) == (1, "examples")
    assert wrong["seen"] == (
        "mine.yaml: error: rule `attack`: 1 of its examples fails; `rules test` shows why"
    )


@pytest.mark.parametrize("setting", ["CONSOLE_PORT", "TIMEZONE", "LOG_LEVEL"])
def test_a_setting_that_makes_no_sense_is_named(tmp_path, setting):
    status, (one,) = findings(tmp_path, **{setting: "nonsense"})
    assert (status, one["fine"]) == (1, False)
    assert setting in one["seen"]


def model(tmp_path, scorer):
    _, found = findings(tmp_path, SCORER=str(scorer))
    return next(one for one in found if one["what"] == "model")


@pytest.mark.parametrize(("scorer", "near"), [("onyx", "onnx"), ("detoxyfy", "detoxify")])
def test_a_misspelt_scorer_is_corrected_by_its_nearest_name(tmp_path, scorer, near):
    found = model(tmp_path, scorer)
    assert f"`{scorer}`; did you mean `{near}`?" in found["seen"]
    assert found["mend"] == "correct SCORER in .env or the environment"


def test_a_model_that_is_broken_is_put_back(tmp_path):
    assert model(tmp_path, tmp_path)["mend"] == "install it again, or choose another SCORER"


def test_people_get_a_plain_list(tmp_path):
    done = bot("doctor", cwd=tmp_path, DATABASE_URL=url(tmp_path), SCORER="onyx")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert [line[:4] for line in lines if line[0] != " "] == ["ok  ", "ok  ", "FIX ", "ok  "]
    assert any(line.strip().startswith("->") for line in lines)
