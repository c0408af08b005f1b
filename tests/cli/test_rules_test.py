"""`rules test` as people and programs see it."""

import json
import os
import pty
import re
import subprocess

import pytest

from tests.command import COMMAND, LIKELY, answer, environment

RULES = """
version: 1
policies: {respect: {title: Kind, weight: 2, ladder: default}}
ladders: {default: {half_life: 14d, steps: [{at: 2, do: [warn]}]}}
rules:
  - id: attack
    policy: respect
    when: {all: [{insult: likely}, {any: [{reply: true}, {tenure: "< 1d"}]}]}
    guard: {text: [sorry]}
    then: [strike]
    examples:
      match:
        - - {ann: "good morning"}
          - {bob: "you are a complete idiot", reply: 1}
      no_match: [good morning]
  - id: greeting
    policy: respect
    when: {text: [morning]}
    then: [nudge]
    examples: {match: [good morning], no_match: [good night]}
  - id: heat
    policy: respect
    when: {heat: ">= 0.9"}
    then: [nudge]
  - id: gone
    policy: respect
    mode: "off"
    when: {text: [gone]}
    then: [nudge]
    examples: {match: [nothing like it]}
"""
WRONG = RULES.replace("complete idiot", "complete friend").replace(
    "[good night]", "[[{ann: good morning}, {bob: hi}]]"
)


@pytest.fixture
def run(tmp_path):
    """Run `rules test` in an empty folder but for two rulebooks: exit status, stdout, stderr."""
    (tmp_path / "right.yaml").write_text(RULES)
    (tmp_path / "wrong.yaml").write_text(WRONG)

    def run(*args):
        return answer("rules", "test", *args, cwd=tmp_path, HOME=str(tmp_path))

    return run


def test_every_rule_has_its_line_and_the_last_one_counts(run):
    assert run("right.yaml") == (
        0,
        "attack: 2 of 2 examples pass\n"
        "greeting: 2 of 2 examples pass\n"
        "heat: no examples\n"
        "gone: off, so not tested\n"
        "4 passed, 0 failed\n",
        "",
    )


def test_a_failure_says_why(run):
    status, out, err = run("wrong.yaml")
    assert (status, err) == (1, "")
    insult = next(line for line in out.splitlines() if " insult " in line)
    assert insult.startswith("  no         insult 0.")
    assert insult.endswith(f", needs >= {LIKELY['insult']} (likely)")
    assert out.replace(insult, "<insult>") == (
        "attack: 1 of 2 examples pass\n"
        "greeting: 1 of 2 examples pass\n"
        "heat: no examples\n"
        "gone: off, so not tested\n"
        "\n"
        "FAIL attack should match: you are a complete friend\n"
        "     ann: good morning\n"
        "     bob: you are a complete friend\n"
        "attack (live): its condition does not hold\n"
        "  no       all\n"
        "<insult>\n"
        "  yes        any\n"
        "  yes          reply true, needs true (a reply)\n"
        "  unknown      tenure unknown, needs < 1d (no word on when they joined)\n"
        "  guard, which does not hold the rule back:\n"
        "  no       text nothing, needs word: sorry\n"
        "\n"
        "FAIL greeting should not match: good morning\n"
        "     ann: good morning\n"
        "greeting (live): fires\n"
        "  yes      text morning, needs word: morning\n"
        "  then: nudge\n"
        "2 passed, 2 failed\n"
    )


def test_one_rule_can_be_tested_alone(run):
    assert run("wrong.yaml", "--rule", "heat")[:2] == (0, "heat: no examples\n0 passed, 0 failed\n")
    assert run("right.yaml", "--rule", "greeting")[1].endswith("\n2 passed, 0 failed\n")
    assert run("right.yaml", "--rule", "atack") == (
        2, "", "error: rules test: no rule `atack`; did you mean `attack`?\n",
    )  # fmt: skip


def test_a_program_gets_one_object_an_example(run):
    status, out, _ = run("wrong.yaml", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [(one["rule"], one["should"], one["did"], one["passed"]) for one in found] == [
        ("attack", True, False, False),
        ("attack", False, False, True),
        ("greeting", True, True, True),
        ("greeting", False, True, False),
    ]
    first = found[0]
    assert (first["text"], first["line"]) == ("you are a complete friend", 2)
    assert first["lines"] == [{"ann": "good morning"}, {"bob": "you are a complete friend"}]
    assert first["why"].startswith("its condition does not hold; insult 0.")
    assert "guard text nothing, needs word: sorry: no" in first["why"]
    assert first["told"]["when"]["all"][0]["holds"] is False


def test_a_pack_is_tested_by_its_name(run):
    status, out, err = run("default", "--rule", "newcomer-advertising")
    assert (status, err) == (0, "")
    assert out.endswith(" passed, 0 failed\n")


def test_a_rulebook_that_cannot_be_used_is_told_with_its_places(run, tmp_path):
    (tmp_path / "bad.yaml").write_text(RULES.replace("likely", "likly"))
    status, out, err = run("bad.yaml")
    assert (status, out) == (2, "")
    assert err.startswith("bad.yaml:8:27: error: `likly`")
    assert run("gone.yaml")[0] == 2


def test_on_a_terminal_it_is_a_table_as_wide_as_the_terminal(run, tmp_path):
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*COMMAND, "rules", "test", "right.yaml"],
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=environment(HOME=str(tmp_path), TERM="xterm", COLUMNS="40", NO_COLOR="1"),
    )
    os.close(theirs)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", _drained(ours))
    assert running.wait(timeout=120) == 0
    assert "4 passed, 0 failed" in shown
    table = [line for line in shown.splitlines() if line.startswith(("│", "┃"))]
    assert any("greeting" in line and "passed" in line for line in table)
    assert max(map(len, table)) <= 40


def _drained(terminal):
    parts = []
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:  # the other end is closed
            part = b""
        if not part:
            os.close(terminal)
            return b"".join(parts).decode()
        parts.append(part)
