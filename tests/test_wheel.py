"""Installed from a wheel, in an empty folder, everything that needs data still finds it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*args, cwd, stdin="", **env):
    done = subprocess.run(
        args, cwd=cwd, env=env, input=stdin, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A runner for the package as the wheel has it, built from the sdist, outside a checkout."""
    dist, site = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("site")
    here = dict(os.environ)
    run(sys.executable, "-m", "build", "-n", "-o", str(dist), cwd=ROOT, **here)
    (wheel,) = dist.glob("hearthkeeper-*.whl")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    run(*pip, str(wheel), cwd=dist, **here)

    def bot(*args, cwd, stdin=""):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site)}
        return run(sys.executable, "-m", "bot", *args, cwd=cwd, stdin=stdin, **env)

    where = run(
        sys.executable, "-c", "import bot; print(bot.__file__)", cwd=dist, PYTHONPATH=str(site)
    )
    assert where.startswith(str(site))
    return bot


def test_a_wheel_scores(installed, tmp_path):
    (line,) = installed("score", cwd=tmp_path, stdin="you are a complete idiot\n").splitlines()
    assert json.loads(line)["scores"]["toxicity"] > 0.7


def test_a_wheel_checks_and_hands_out_its_rulebook(installed, tmp_path):
    assert "fine" in installed("rules", "check", cwd=tmp_path)
    installed("rules", "init", "default", cwd=tmp_path)
    assert (tmp_path / "rules/default.yaml").read_text() == (
        ROOT / "rules/default.yaml"
    ).read_text()
    assert "rules/default.yaml" in installed("rules", "check", cwd=tmp_path)


def test_a_wheel_replays(installed, tmp_path):
    story = ROOT / "bot/demo/stories/flame_war.yaml"
    shown = installed("replay", str(story), "--json", cwd=tmp_path)
    assert len(json.loads(shown.splitlines()[-1])["summary"]["cases"]) == 1
