"""`score` as a script uses it: a real process, its pipes and its exit status."""

import asyncio
import json
import os
import pty
import select
import signal
import subprocess

import pytest

from bot.cli.score import AHEAD, LONGEST
from bot.context.scores import highest
from bot.language import detect
from bot.normalise import read
from bot.scorers import load
from tests.command import COMMAND as BOT

COMMAND = (*BOT, "score")
LINES = [
    "you are a complete idiot",
    "eres un completo idiota",
    "jesteś kompletnym idiotą",
    "ты полный идиот",
    "είσαι τελείως ηλίθιος",
    "ти повний ідіот",
]


def score(stdin, *args):
    data = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run([*COMMAND, *args], input=data, capture_output=True, timeout=120)


def answers(done):
    """What a run that went well has printed, line by line."""
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def complaint(done):
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    return line


def test_each_line_is_answered_in_its_language_with_scores_of_the_bundled_model():
    found = answers(score("\n".join(LINES)))
    assert [one["text"] for one in found] == LINES
    assert [one["lang"] for one in found] == ["en", "es", "pl", "ru", "el", "uk"]
    for one in found:
        assert list(one) == ["text", "lang", "scores", "model"]
        assert one["scores"]["insult"] > 0.7
        assert all(value == round(value, 4) for value in one["scores"].values())


def test_a_line_is_scored_as_the_pipeline_does_the_higher_form_counts():
    texts = ["y0u 4re a c0mplete 1d1ot", "> you idiot\nplease stop", "thanks, that helped!"]
    found = answers(score("\n".join(json.dumps({"text": text}) for text in texts)))

    async def expected(text):
        reading = read(text)
        scores = highest([await scorer.score(form) for form in reading.forms])
        rounded = {label: round(value, 4) for label, value in scores.items()}
        return {
            "text": text,
            "lang": detect(reading.own),
            "scores": rounded,
            "model": scorer.name,
        }

    scorer = load("onnx")
    assert found == [asyncio.run(expected(text)) for text in texts]
    asyncio.run(scorer.close())


READ_AS = {
    '{"text": "hello"}': "hello",
    '  {"text": "two\\nlines", "id": 7}  ': "two\nlines",
    '{"message": "hello"}': '{"message": "hello"}',
    '{"text": "cut off': '{"text": "cut off',
    '["text"]': '["text"]',
    '"text"': '"text"',
    "42": "42",
    '{"a":' * 5000: '{"a":' * 5000,
    "  spaced  ": "  spaced  ",
    "ends as on Windows\r": "ends as on Windows",
    '{"text": ""}': "",
    "other ends of lines \u2028 \u2029 \x85 \x0b inside": (
        "other ends of lines \u2028 \u2029 \x85 \x0b inside"
    ),
}


def test_a_json_object_with_text_is_json_and_everything_else_is_plain():
    found = answers(score("\n".join(READ_AS)))
    assert [one["text"] for one in found] == list(READ_AS.values())


def test_blank_lines_and_a_byte_order_mark_are_skipped():
    found = answers(score("\ufeffone\n\n  \n\r\n\t\ntwo"))
    assert [one["text"] for one in found] == ["one", "two"]


def test_no_input_is_no_output():
    assert answers(score("")) == []


def test_a_text_without_words_of_its_own_has_scores_of_zero_and_no_language():
    quote, blank = answers(score('> you are an idiot\n{"text": "  "}\n'))
    for found in (quote, blank):
        assert found["lang"] is None
        assert set(found["scores"].values()) == {0.0}


def test_letters_are_written_as_they_are_and_half_a_surrogate_pair_escaped():
    done = score('привет\n{"text": "\\ud83d"}\n')
    first, second = done.stdout.decode().splitlines()
    assert "привет" in first
    assert '"\\ud83d"' in second


def test_many_lines_keep_their_order():
    lines = [f"{number}: {LINES[number % 6]}" * (1 + number % 7) for number in range(AHEAD * 4)]
    assert [one["text"] for one in answers(score("\n".join(lines)))] == lines


def test_a_pipe_that_feeds_slowly_is_answered_at_once():
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as running:
        for line in LINES[:3]:
            running.stdin.write(line.encode() + b"\n")
            running.stdin.flush()
            assert select.select([running.stdout], [], [], 30)[0], "no answer"
            assert json.loads(running.stdout.readline())["text"] == line
        running.stdin.write(b"and the last, without an end")
        running.stdin.close()
        assert json.loads(running.stdout.readline())["text"] == "and the last, without an end"
    assert running.returncode == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"caf\xe9", "line 3: not UTF-8 text at byte 4"),
        (b'{"text": 5}', "line 3: `text` is not a string"),
        (b'{"text": null}', "line 3: `text` is not a string"),
        (b"a" * (LONGEST + 1), "line 3: longer than 1,000,000 bytes"),
    ],
    ids=["not UTF-8", "a number", "null", "endless"],
)
def test_a_malformed_line_is_named_and_what_came_before_is_answered(line, said):
    done = score(b"first\n\n" + line)
    assert said in complaint(done)
    assert json.loads(done.stdout)["text"] == "first"


def test_an_unknown_scorer_is_named_with_the_nearest():
    assert "did you mean `onnx`?" in complaint(score("hello", "--scorer", "onyx"))


def test_a_folder_without_a_model_is_named(tmp_path):
    assert f"{tmp_path}/model.json" in complaint(score("hello", "--scorer", str(tmp_path)))


def test_closed_input_is_said_so():
    done = subprocess.run(["sh", "-c", '"$@" <&-', "sh", *COMMAND], capture_output=True, timeout=60)
    assert complaint(done) == "error: stdin cannot be read: it is closed"


def test_a_reader_that_has_seen_enough_ends_it_quietly():
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdin.write("\n".join(LINES * 20).encode() + b"\n")
        running.stdin.flush()
        running.stdout.readline()
        running.stdout.close()
        assert running.wait(30) == 0
        assert running.stderr.read() == b""
        running.stdin.close()


def test_ctrl_c_ends_it_while_it_waits_for_a_line():
    with subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a shell's background jobs are born deaf to it, and so are their children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - no threads yet
    ) as running:
        running.stdin.write(b"hello\n")
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        running.wait(30)
        assert b"Traceback" not in running.stderr.read()
        running.stdin.close()


def test_a_bar_is_shown_on_a_terminal_only_and_never_among_the_answers(tmp_path):
    file = tmp_path / "messages.txt"
    file.write_text("\n".join(LINES))
    ours, theirs = pty.openpty()
    with file.open() as stdin, os.fdopen(ours, "rb", buffering=0) as terminal:
        done = subprocess.run(
            COMMAND, stdin=stdin, stdout=subprocess.PIPE, stderr=theirs, timeout=60
        )
        os.close(theirs)
        shown = terminal.read(10_000)
    assert b"scoring" in shown
    assert [json.loads(line)["text"] for line in done.stdout.decode().splitlines()] == LINES
