"""A command line that makes no sense gets one line: where, what, and the nearest right word."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import app
from bot.cli.usage import UsageError, complaint
from tests.command import ROOT, bot
from tests.command import complaint as said


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        ("doctr", "", "unknown command `doctr`; did you mean `doctor`?"),
        ("DEMO", "", "unknown command `DEMO`; did you mean `demo`?"),
        ("rules chek", " rules", "unknown command `chek`; did you mean `check`?"),
        (
            "rules run",
            " rules",
            "unknown command `run`; known: `backtest`, `check`, `explain`, `history`, `init`, "
            "`schema`, `test`",
        ),
        ("--vresion", "", "unknown option `--vresion`; did you mean `--version`?"),
        ("demo --prot 9000", " demo", "unknown option `--prot`; did you mean `--port`?"),
        ("demo -p 9000", " demo", "unknown option `-p`; known: `--force`, `--help`, `--port`"),
    ],
)
def test_an_unknown_word_is_told_with_the_nearest(words, where, what):
    assert said(bot(*words.split())) == f"error: python -m bot{where}: {what}"


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        ("replay", "python -m bot replay: ", "file"),
        ("replay a.jsonl b.jsonl", "python -m bot replay: ", "b.jsonl"),
        ("bench --messages 3", "python -m bot bench: ", "--messages"),
        ("bench --messages many", "python -m bot bench: ", "--messages"),
        ("score --scorer", "", "--scorer"),
        ("doctor --json=yes", "", "--json"),
    ],
)
def test_what_is_missing_too_much_or_wrong_is_named(words, where, what):
    line = said(bot(*words.split()))
    assert line.startswith(f"error: {where}")
    assert what in line.lower()


@pytest.mark.parametrize(
    ("words", "known"), [((), ["demo", "doctor", "rules"]), (("rules",), ["check", "init"])]
)
def test_without_a_command_all_are_shown(words, known):
    done = bot(*words)
    assert said(done) == f"error: {' '.join(['python -m bot', *words])}: no command given"
    assert all(f" {name} " in done.stdout.decode() for name in known)


@pytest.mark.parametrize("words", ["--help", "rules --help", "demo --help", "rules check --help"])
def test_help_goes_to_stdout_and_is_no_error(words):
    done = bot(*words.split())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Usage: python -m bot" in done.stdout
    assert b"--help" in done.stdout


@given(word=st.text(min_size=1), dashes=st.sampled_from(["", "-", "--"]))
def test_whatever_the_word_it_is_one_line(word, dashes):
    with pytest.raises(UsageError) as caught:
        app([f"{dashes}x{word}"], standalone_mode=False)
    line = complaint(caught.value)
    assert len(line.splitlines()) == 1
    assert ": unknown " in line


def test_ctrl_c_has_a_status_of_its_own():
    code = (
        "import os, signal, bot.cli as cli\n"
        "cli.app.command('wait')(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "wait"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (130, b"")
