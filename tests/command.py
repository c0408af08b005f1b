"""`python -m bot`, run as an operator runs it: in a process of its own, with few variables set."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CARD = json.loads((ROOT / "bot/scorers/weights/model.json").read_text())
LIKELY = CARD["thresholds"]
"""Of each label of the bundled model, the score from which it is likely."""
COMMAND = (sys.executable, "-m", "bot")


def environment(**env):
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env}


def bot(*args, stdin="", cwd=ROOT, **env):
    """What became of it, in bytes."""
    return subprocess.run(
        [*COMMAND, *map(str, args)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        timeout=180,
    )


def answer(*args, **given):
    """Its exit status, stdout and stderr as text."""
    done = bot(*args, **given)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def complaint(done, status=2):
    """The one line it complained with."""
    err = done.stderr.decode()
    assert done.returncode == status, err
    assert "Traceback" not in err
    lines = [line for line in err.splitlines() if line.strip()]
    assert len(lines) == 1, err
    return lines[0]
