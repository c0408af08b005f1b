"""Bad input gets one clear line that names the place, exit status 2, and no traceback."""

import json
import shutil
import socket
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from tests.command import COMMAND, ROOT, bot, complaint
from tests.conftest import fill

GOOD_LINE = '{"id":"1","at":"2026-01-01T12:00:00Z","conversation":"c","author":"a","text":"hi"}\n'


def test_a_missing_recording_is_named():
    assert "nowhere.jsonl: No such file" in complaint(bot("replay", "nowhere.jsonl"))


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('{"id": "2", "at": "2026', "chat.jsonl:2"),
        ('{"id": "2"}', "chat.jsonl:2: at: Field required"),
        ("[1, 2]", "chat.jsonl:2"),
        ('{"id":"2","at":"yesterday","conversation":"c","author":"a","text":"x"}', "chat.jsonl:2"),
        ("[" * 100_000, "chat.jsonl:2"),
        (b"\xff\xfe\x00", "chat.jsonl:2: not UTF-8"),
    ],
)
def test_a_broken_line_of_a_recording_is_named_by_its_number(tmp_path, line, place):
    path = tmp_path / "chat.jsonl"
    path.write_bytes(GOOD_LINE.encode() + (line if isinstance(line, bytes) else line.encode()))
    done = bot("replay", path, "--json")
    assert place in complaint(done)
    assert done.stdout == b"", "nothing is printed of a recording that cannot be read to its end"


def test_a_recording_that_is_a_folder_is_named(tmp_path):
    assert "Is a directory" in complaint(bot("replay", tmp_path))


def test_a_rulebook_with_three_mistakes_shows_all_three_with_their_places(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(
        "version: 1\n"
        "policies:\n"
        "  calm: {title: Calm, text: Calm down., weight: 1}\n"
        "rules:\n"
        "  - id: shouting\n"
        "    title: Shouting\n"
        "    policy: clam\n"
        '    when: {capz: ">= 0.9"}\n'
        "    then: [nudgge]\n"
    )
    done = bot("rules", "check", path)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()
    for place, word in ((f"{path}:7:", "calm"), (f"{path}:8:", "caps"), (f"{path}:9:", "nudge")):
        assert [line for line in lines if line.startswith(place) and word in line], lines
    replayed = bot("replay", ROOT / "bot/demo/stories/flame_war.yaml", "--rules", path)
    assert replayed.returncode == 2
    assert replayed.stderr.decode().count(f"{path}:") == 3


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port}" in complaint(bot("demo", "--port", port))


@pytest.mark.parametrize("port", ["70000", "-1", "abc", ""])
def test_a_port_that_is_none_is_blamed_on_whoever_gave_it(tmp_path, port):
    said = complaint(bot("demo", "--port", port, cwd=tmp_path))
    assert "--port" in said
    assert "CONSOLE_PORT" not in said
    said = complaint(bot("demo", cwd=tmp_path, CONSOLE_PORT=port or "many"))
    assert "CONSOLE_PORT" in said
    assert "--port" not in said


def url(folder):
    return f"sqlite+aiosqlite:///{folder}/bot.db"


def test_a_database_folder_that_cannot_be_written_is_named(locked):
    said = complaint(bot("demo", "--port", 0, DATABASE_URL=url(locked)))
    assert str(locked) in said


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "bot.db").write_text("this is a shopping list, not a database " * 100)
    assert "bot.db" in complaint(bot("demo", "--port", 0, DATABASE_URL=url(tmp_path)))


def test_a_password_never_stands_in_an_error(tmp_path):
    secret = "postgresql+asyncpg://bot:hunter2@127.0.0.1:1/none"
    said = complaint(bot("demo", "--port", 0, cwd=tmp_path, DATABASE_URL=secret))
    assert "hunter2" not in said
    assert "127.0.0.1" in said


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json"])
@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
def test_a_corrupt_model_is_named(tmp_path, name, damage):
    folder = tmp_path / "model"
    shutil.copytree(str(files("bot.scorers") / "weights"), folder)
    path = folder / name
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    else:
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + b"\x00\xff\x00\xff" + whole[middle + 4 :])
    assert name in complaint(bot("score", "--scorer", folder, stdin="hello\n"))


def test_a_full_disk_at_start_is_named(small_disk):
    disk = small_disk("2m")
    fill(disk)
    assert "bot.db" in complaint(bot("demo", "--port", 0, DATABASE_URL=url(disk)))


def test_a_setting_with_a_slip_of_the_pen_is_warned_about(tmp_path):
    (tmp_path / ".env").write_text("CONSOLE_PROT=9000\n")
    done = bot("rules", "check", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "warning: .env: unknown setting CONSOLE_PROT; did you mean CONSOLE_PORT?"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '{"id":"2","at":"9999-12-31T23:59:59Z","conversation":"c","author":"a","text":"x"}',
            "9999",
        ),
        (
            '{"id":"2","at":"0001-01-01T00:00:00+05:00","conversation":"c","author":"a","text":"x"}',
            "at:",
        ),
    ],
)
def test_a_time_out_of_joint_is_named(tmp_path, line, said):
    path = tmp_path / "chat.jsonl"
    path.write_text(line)
    complained = complaint(bot("replay", path))
    assert f"{path}:1: at" in complained
    assert said in complained


def test_half_a_character_is_answered_in_json(tmp_path):
    path = tmp_path / "chat.jsonl"
    path.write_text(GOOD_LINE.replace('"text":"hi"', r'"text":"hi \ud800 there"'))
    done = bot("replay", path, "--json", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr.decode()
    assert [json.loads(line) for line in done.stdout.splitlines()]


def test_a_recording_from_a_pipe_is_read_once_and_whole():
    done = bot("replay", "/dev/stdin", "--json", stdin=GOOD_LINE)
    assert json.loads(done.stdout.splitlines()[-1])["summary"]["messages"] == 1


@pytest.mark.parametrize("command", [["replay", "bot/demo/stories/joy.yaml"], ["rules", "check"]])
def test_an_output_that_cannot_be_written_is_named(command):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, *command], stdout=full, stderr=subprocess.PIPE, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["error: the output: No space left on device"]


@pytest.mark.parametrize(
    "text", ["title: x\nlines: 2026-13-45\n", "a: " + "[" * 5000, "", "\x00\x01"], ids=range(4)
)
def test_a_story_that_cannot_be_read_is_one_clear_complaint(tmp_path, text):
    path = tmp_path / "story.yaml"
    path.write_text(text)
    done = bot("replay", path)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert all(line.startswith(f"error: {path}") for line in said)
