"""From a wheel or an unpacked sdist, in an empty folder, all that needs data still finds it."""

import json
import os
import subprocess
import sys
import tarfile
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
def dist(tmp_path_factory):
    """A folder with an sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "-n", "-o", str(folder), cwd=ROOT, **os.environ)
    return folder


def runner(site):
    """Runs the package that lies in this folder, and no other."""

    def bot(*args, cwd, stdin=""):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site)}
        where = run(sys.executable, "-c", "import bot; print(bot.__file__)", cwd=cwd, **env)
        assert where.startswith(str(site))
        return run(sys.executable, "-m", "bot", *args, cwd=cwd, stdin=stdin, **env)

    return bot


@pytest.fixture(scope="module")
def installed(dist, tmp_path_factory):
    """The package as the wheel has it."""
    (wheel,), site = dist.glob("hearthkeeper-*.whl"), tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site)]
    run(*pip, str(wheel), cwd=dist, **os.environ)
    return runner(site)


@pytest.fixture(scope="module")
def unpacked(dist, tmp_path_factory):
    """The package as the unpacked sdist has it, found there as an editable install finds it."""
    (sdist,), folder = dist.glob("hearthkeeper-*.tar.gz"), tmp_path_factory.mktemp("sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (site,) = folder.iterdir()
    return runner(site)


@pytest.mark.parametrize("kind", ["installed", "unpacked"])
def test_it_checks_and_hands_out_its_rulebook(kind, request, tmp_path):
    bot = request.getfixturevalue(kind)
    assert "fine" in bot("rules", "check", cwd=tmp_path)
    bot("rules", "init", "default", cwd=tmp_path)
    assert (tmp_path / "rules/default.yaml").read_text() == (
        ROOT / "rules/default.yaml"
    ).read_text()
    assert "rules/default.yaml" in bot("rules", "check", cwd=tmp_path)


def test_a_wheel_scores(installed, tmp_path):
    (line,) = installed("score", cwd=tmp_path, stdin="you are a complete idiot\n").splitlines()
    assert json.loads(line)["scores"]["toxicity"] > 0.7


def test_a_wheel_replays(installed, tmp_path):
    story = ROOT / "bot/demo/stories/flame_war.yaml"
    shown = installed("replay", str(story), "--json", cwd=tmp_path)
    assert len(json.loads(shown.splitlines()[-1])["summary"]["cases"]) == 1
