"""Scorers side by side: each in fresh processes of its own, over the same kind of texts.

So the start and the memory of one count for no other, and all have equally many threads.
"""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from bot.bench.alone import HEAVY, UNTRAINED
from bot.errors import ConfigError

OURS = "onnx"
SLOW, FEW = 50.0, 150
"""Of a scorer that reads fewer texts a second than `SLOW`, no more than `FEW` are asked."""
TRIED = 20
"""Texts of the run that finds this out."""
BOUNDS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What libraries for numbers take their number of threads from."""
WEIGHTS = {
    HEAVY: "trained",
    UNTRAINED: "random (as many and as fast; start and memory without reading a file of them)",
}

Numbers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entrant:
    """A scorer that can be measured: its key in the numbers, its name, how many texts it reads."""

    key: str
    name: str
    texts: int


def entrant(name: str, most: int) -> Entrant:
    """The scorer of that name, tried out in a short run, to read at most so many texts.

    Raises `ConfigError` for an unknown name and for a scorer that does not work here.
    """
    tried = run(name, 1, TRIED)
    texts = most if tried["messages_per_s"] >= SLOW else min(most, FEW)
    return Entrant(re.sub(r"\W+", "_", name).strip("_"), tried["scorer"], texts)


def run(name: str, threads: int, count: int) -> Numbers:
    """What `bot.bench.alone` says of a scorer, and `start_s`: seconds to the first scores.

    Raises `ConfigError` with the last line of its complaint.
    """
    command = [sys.executable, "-m", "bot.bench.alone", name, str(threads), str(count)]
    env = {**os.environ, **dict.fromkeys(BOUNDS, str(threads))}
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"]
        raise ConfigError(f"{name} cannot be measured: {said[-1].removeprefix('error: ')}")
    found: Numbers = json.loads(done.stdout.splitlines()[-1])
    return {**found, "start_s": found["ready_at"] - began}


def numbers(entrants: list[Entrant], runs: dict[tuple[str, int], Numbers]) -> Numbers:
    """The runs by key and threads, as `bench` prints them; ours is the first of the entrants.

    Start and memory are those of the run with one thread.
    """
    found: Numbers = {}
    for key in (one.key for one in entrants):
        alone = runs[key, 1]
        for threads in (1, 2):
            speed = runs[key, threads]["messages_per_s"]
            found[f"{key}_{threads}_core_messages_per_s"] = round(speed, 1)
        found[f"{key}_start_s"] = round(alone["start_s"], 2)
        found[f"{key}_memory_mb"] = round(alone["peak_memory_mb"], 1)
        found[f"{key}_texts"] = alone["texts"]
        if alone["scorer"] in WEIGHTS:
            found[f"{key}_weights"] = WEIGHTS[alone["scorer"]]
    ours = entrants[0].key
    for key in (one.key for one in entrants[1:]):
        for threads, cores in ((1, "1_core"), (2, "2_cores")):
            times = runs[ours, threads]["messages_per_s"] / runs[key, threads]["messages_per_s"]
            found[f"times_{key}_{cores}"] = round(times, 2)
    return found
