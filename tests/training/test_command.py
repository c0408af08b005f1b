"""`python -m bot.training` as a user types it, without a traceback whatever is missing."""

import importlib.util
import subprocess
import sys


def training(*words, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "bot.training", *words],
        capture_output=True, text=True, cwd=cwd, timeout=300,
    )  # fmt: skip


def test_help_tells_the_options_without_what_training_needs():
    found = training("--help")
    assert found.returncode == 0
    assert all(
        option in found.stdout for option in ("--backbone", "--epochs", "--seed", "--sample")
    )


def test_what_is_missing_is_one_line(tmp_path):
    found = training(str(tmp_path), "--out", str(tmp_path / "model"))
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    if importlib.util.find_spec("torch") is None:
        wanted = "error: training needs torch: pip install 'hearthkeeper[training]'"
    else:
        wanted = f"error: {tmp_path}: neither `messages_*.jsonl` nor "
    assert found.stderr.startswith(wanted)
    assert not list(tmp_path.glob("model/*"))
