"""`python -m bot.bench.alone NAME THREADS COUNT`: one scorer in a process of its own, in JSON.

Little is imported here: whatever comes along would count for every scorer. NAME is one that
`bot.scorers` knows; `detoxify` falls back to random weights where the trained ones cannot be had,
and `detoxify:untrained` has random ones from the start.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot import scorers
from bot.bench.load import spread
from bot.errors import BotError, ScorerError
from bot.ports import Scorer

AT_ONCE = 64
"""How many texts are under way at the same time when as many as possible are wanted."""
HEAVY, UNTRAINED = "detoxify", "detoxify:untrained"
FIRST = "Is anybody there?"
WARM_UP = 6
"""Texts before the clock runs."""

Step = Callable[[int], None]


def quiet(_: int) -> None:
    """Report no progress."""


async def scorer_alone(scorer: Scorer, texts: Iterable[str], step: Step = quiet) -> float:
    """Texts a second through the scorer alone."""
    room = asyncio.Semaphore(AT_ONCE)
    texts = list(texts)

    async def one(text: str) -> None:
        async with room:
            await scorer.score(text)
            step(1)

    began = time.perf_counter()
    await asyncio.gather(*map(one, texts))
    return len(texts) / (time.perf_counter() - began)


def peak_memory_mb() -> float:
    """The most memory this process ever held, in MB (10^6 bytes).

    Linux counts what the starting process held into `getrusage`, but not into `VmHWM`.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


async def measure(name: str, threads: int, count: int) -> dict[str, Any]:
    """What became of that scorer and that many texts.

    `scorer` is the name of what ran. `ready_at` is when the first text had its scores, by
    `time.perf_counter`, which all processes of a machine share. Raises `ConfigError` for an
    unknown name, `ScorerError` for a scorer that cannot be used.
    """
    scorer, kind = _opened(name, threads)
    await scorer.score(FIRST)
    ready_at = time.perf_counter()
    texts = spread(count)
    await scorer_alone(scorer, warm_up())
    speed = await scorer_alone(scorer, texts)
    await scorer.close()
    return {
        "scorer": kind,
        "texts": len(texts),
        "ready_at": ready_at,
        "messages_per_s": speed,
        "peak_memory_mb": peak_memory_mb(),
    }


def warm_up() -> list[str]:
    """Texts like the others, but none of them: a scorer remembers what it has read."""
    return [f"{text} ..." for text in spread(WARM_UP)]


def _opened(name: str, threads: int) -> tuple[Scorer, str]:
    """The scorer, and its name once it is known which weights it has."""
    if name not in {HEAVY, UNTRAINED}:
        return scorers.load(name, threads), name
    from bot.scorers import detoxify  # noqa: PLC0415 - counts only where it is asked for

    if name == HEAVY:
        try:
            return detoxify.Scorer(threads=threads), HEAVY
        except ScorerError:  # without the weights; a missing package is missed below too
            pass
    return detoxify.Scorer(random_weights=True, threads=threads), UNTRAINED


def main() -> None:
    """Print one JSON object; what cannot be done is one line on stderr and exit status 1."""
    name, threads, count = sys.argv[1:]
    try:
        found = asyncio.run(measure(name, int(threads), int(count)))
    except BotError as error:
        sys.exit(f"error: {error}")
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
