"""What is written about the bot is true, and complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import actions, signals
from bot.cli import app
from bot.config import Settings
from bot.registry import modules

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def gist(file):
    """The first paragraph of a file's docstring, on one line."""
    return " ".join(file.__doc__.strip().partition("\n\n")[0].split())


def table(package):
    """The table that README must hold for a shelf."""
    rows = (f"| `{name}` | {gist(file)} |" for name, file in modules(package).items())
    return "\n".join(["| name | what |", "|---|---|", *rows])


@pytest.mark.parametrize(("name", "package"), [("signals", signals), ("actions", actions)])
def test_readme_lists_the_shelf_as_it_is(name, package):
    written = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", README, re.DOTALL)
    assert written
    assert written[1].strip() == table(package)


def test_every_setting_is_in_the_example_with_its_default_and_a_sentence():
    blocks = (ROOT / ".env.example").read_text().split("\n\n")[1:]
    found = {}
    for block in blocks:
        *comment, line = block.strip().splitlines()
        key, _, value = line.partition("=")
        found[key] = (value, " ".join(part.removeprefix("# ") for part in comment))
    expected = {
        name.upper(): (str(field.default), field.description)
        for name, field in Settings.model_fields.items()
    }
    assert found == expected


def test_every_command_is_in_readme():
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    for group in app.registered_groups:
        names = (c.name or c.callback.__name__ for c in group.typer_instance.registered_commands)
        commands |= {f"{group.name} {name}" for name in names}
    assert commands
    for name in commands:
        assert f"| `{name}" in README, name


def readme_lines():
    """The commands README shows, without those that install."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if "venv" not in line]


@pytest.mark.parametrize("line", readme_lines())
def test_readme_commands_work(line, tmp_path):
    python = line.replace("python -m bot", f"{sys.executable} -m bot")
    env = {"PATH": "/usr/bin:/bin", "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/bot.db"}
    done = subprocess.run(
        ["bash", "-c", python], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "Traceback" not in done.stderr
