"""`rules explain` as people and programs see it."""

import asyncio
import json
import os
import pty
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import running
from bot.config import Settings
from bot.model import Conversation, Member, Message
from bot.platforms.tied import Tied
from bot.scorers import load
from tests.command import COMMAND, LIKELY, ROOT, answer

INSULT = "you are a complete idiot"
RULES = """
version: 1
policies: {respect: {title: Kind, weight: 2, ladder: default}}
ladders: {default: {half_life: 14d, steps: [{at: 2, do: [warn]}, {at: 4, do: [{mute: 30m}]}]}}
rules:
  - id: attack
    policy: respect
    when: {all: [{insult: likely}, {any: [{reply: true}, {tenure: "< 1d"}]}]}
    guard: {text: [sorry]}
    then: [strike]
    examples: {match: [a], no_match: [b]}
  - id: help
    policy: respect
    mode: shadow
    when: {channel: help}
    then: [nudge]
  - id: again
    policy: respect
    mode: shadow
    when: {repeats: ">= 2"}
    then: [nudge]
"""


@pytest.fixture
def run(tmp_path):
    """Run `rules explain` beside `rules.yaml`: exit status, stdout, stderr."""
    (tmp_path / "rules.yaml").write_text(RULES)

    def run(*args, said=b"", **env):
        env = {"HOME": str(tmp_path), "RULES": "rules.yaml", **env}
        return answer("rules", "explain", *args, stdin=said, cwd=tmp_path, **env)

    return run


def explained(run, *args, **given):
    status, out, err = run(*args, "--json", **given)
    assert (status, err) == (0, "")
    found = json.loads(out)
    return found, {one["rule"]: one for one in found["rules"]}


def test_a_person_reads_every_condition_with_its_value_and_what_follows(run):
    status, out, err = run(INSULT, "--reply")
    assert (status, err) == (0, "")
    insult = next(line for line in out.splitlines() if " insult " in line)
    assert insult.endswith(f", needs >= {LIKELY['insult']} (likely)")
    assert out.replace(insult, "<insult>") == (
        f"{INSULT}\n"
        "by somebody, in somewhere, language en\n"
        "\n"
        "attack (live): fires\n"
        "  yes      all\n"
        "<insult>\n"
        "  yes        any\n"
        "  yes          reply true, needs true (a reply)\n"
        "  unknown      tenure unknown, needs < 1d (no word on when they joined)\n"
        "  guard, which does not hold the rule back:\n"
        "  no       text nothing, needs word: sorry\n"
        "  then: strike\n"
        "  ladder default: 0 + 2 for respect = 2 points; the step at 2 follows: warn\n"
        "\n"
        "help (shadow): its condition does not hold\n"
        "  no       channel somewhere, needs help\n"
        "\n"
        "again (shadow): its condition does not hold\n"
        "  no       repeats 0, needs >= 2\n"
        "\n"
        "What follows: strike, warn. Fired: attack.\n"
    )


def test_what_cannot_be_told_is_neither_fired_nor_hidden(run):
    found, rules = explained(run, INSULT)
    assert (found["fired"], found["unknown"]) == ([], ["attack"])
    assert (rules["attack"]["fires"], rules["attack"]["ladder"]) == (None, None)
    assert "Cannot be told: attack." in run(INSULT)[1]


def test_the_options_say_who_said_it_and_where(run):
    found, rules = explained(run, "hi", "--by", "ann", "--in", "#help")
    assert (found["text"], found["by"], found["in"], found["shadow"]) == (
        "hi", "ann", "help", ["help"],
    )  # fmt: skip
    assert rules["help"]["fires"] is True
    _, rules = explained(run, INSULT, "--reply", "--role", "x", "--role", "Moderator")
    assert rules["attack"]["outcome"] == "moderators are exempt"
    assert rules["attack"]["when"]["holds"] is True


def test_a_program_gets_the_whole_tree(run):
    found, rules = explained(run, f"sorry, {INSULT}", "--reply")
    attack = rules["attack"]
    insult, either = attack["when"]["all"]
    assert list(insult) == ["holds", "signal", "value", "need", "evidence"]
    assert insult["value"] == found["scores"]["insult"]
    assert [one["signal"] for one in either["any"]] == ["reply", "tenure"]
    assert attack["guard"] == {
        "holds": True,
        "signal": "text",
        "value": "sorry",
        "need": "word: sorry",
        "evidence": f"{len(found['text'])} characters",
    }
    assert (attack["mode"], attack["then"], attack["exempt"]) == (
        "live", [{"name": "strike"}], ["moderator", "admin"],
    )  # fmt: skip


def test_the_text_may_come_from_stdin_and_stays_as_it_is(run):
    found, _ = explained(run, said="ты полный\nидиот\n".encode())
    assert found["text"] == "ты полный\nидиот"


def test_nothing_a_member_writes_moves_the_cursor(run):
    _, out, _ = run("\x1b[2J\x9bmhi [red]there :fire:\r\nyou")
    assert out.startswith(" [2J mhi [red]there :fire:  you\n")


def test_what_cannot_be_done_is_one_line(run, tmp_path):
    for args, said in (
        ((INSULT, "--rules", "gone.yaml"), "gone.yaml: No such file or directory"),
        ((" ",), "rules explain: the text is empty"),
        ((INSULT, "--message", "m1"), "rules explain: a text or --message, not both"),
        ((INSULT, "--conversation", "x"), "--conversation goes with --message"),
        (("--message", "m1"), "nothing is stored there"),
    ):
        status, out, err = run(*args)
        assert (status, out, err.count("\n")) == (2, "", 1), args
        assert err.startswith("error: ")
        assert said in err
    assert run(said=b"\xff")[2] == "error: stdin: not UTF-8 text at byte 0\n"
    assert not (tmp_path / "hearthkeeper.db").exists()


def test_a_terminal_that_says_nothing_is_not_waited_for(run):
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "rules", "explain"],
        stdin=theirs,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        text=True,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert done.stderr.startswith("error: rules explain: say what")


@pytest.fixture
def history(tmp_path):
    """Three messages of one member, stored by the real path."""
    (tmp_path / "rules.yaml").write_text(RULES)
    address = f"sqlite:///{tmp_path}/hearth.db"
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    where = Conversation("replay", "hearth", "c1", "general")
    who = Member("replay", "hearth", "u1", "Mia", joined_at=at - timedelta(days=9))

    async def talk():
        scorer = load("onnx", threads=1)
        settings = Settings(database_url=address, rules=str(tmp_path / "rules.yaml"))
        async with running(settings, [Tied("replay")], scorer) as app:
            for number, text in enumerate((INSULT, "good morning", INSULT), 1):
                sent = at + timedelta(minutes=number)
                await app.pipeline.handle(Message(f"m{number}", where, who, text, sent, "m0"))
        await scorer.close()

    asyncio.run(talk())
    return address


def test_a_stored_message_is_explained_with_what_is_remembered(run, history):
    found, rules = explained(run, "--message", "m3", DATABASE_URL=history)
    assert (found["text"], found["by"], found["in"]) == (INSULT, "u1", "c1")
    assert "as they are remembered now" in found["note"]
    assert rules["attack"]["fires"] is True
    assert rules["attack"]["ladder"] == {
        "ladder": "default",
        "before": 2.0,
        "after": 4.0,
        "step": 4.0,
        "do": [{"name": "mute", "seconds": 1800}],
    }
    assert rules["attack"]["when"]["all"][1]["any"][1]["holds"] is False
    assert rules["again"]["when"]["value"] == 1, "it counts itself once, not once more"


def test_nobody_elses_words_are_shown(run, history):
    status, out, err = run("--message", "m2", "--conversation", "general", DATABASE_URL=history)
    assert (status, err) == (0, "")
    assert out.startswith("good morning\nby Mia, in general, language ")
    assert "idiot" not in out
    assert "Fired: no rule." in out


def test_stored_scores_are_used_as_they_are(run, history):
    with sqlite3.connect(history.removeprefix("sqlite:///")) as database:
        database.execute("UPDATE messages SET scores = '{\"insult\": 0.125}' WHERE id = 'm3'")
    database.close()
    found, rules = explained(run, "--message", "m3", DATABASE_URL=history)
    assert found["scores"] == {"insult": 0.125}
    assert rules["attack"]["when"]["all"][0]["value"] == 0.125
