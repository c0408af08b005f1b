"""`rules schema` as people call it."""

import json
import subprocess
import sys
from pathlib import Path

from bot import library
from bot.rulebook.json_schema import json_schema

ROOT = Path(__file__).parents[2]


def test_it_prints_the_schema_and_nothing_else():
    args = [sys.executable, "-m", "bot", "rules", "schema"]
    done = subprocess.run(args, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json_schema(library.packs())
