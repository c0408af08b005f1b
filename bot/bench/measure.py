"""The measurements, each one cold: a fresh scorer, and a fresh database on disk."""

import asyncio
import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App, running
from bot.bench.alone import AT_ONCE, Step, quiet
from bot.bench.load import messages
from bot.bench.past import write_history
from bot.config import read_settings
from bot.errors import ConfigError
from bot.model import Message
from bot.platforms.tied import Tied


@asynccontextmanager
async def cold_app() -> AsyncIterator[App]:
    """A bot with the settings in force, tied hands, and a new SQLite file on disk."""
    with tempfile.TemporaryDirectory(prefix="hearthkeeper-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        async with running(read_settings(database_url=url), [Tied("bench")]) as app:
            yield app


async def throughput(count: int, step: Step = quiet) -> float:
    """Messages a second through the whole path, as many at once as it takes."""
    room = asyncio.Semaphore(AT_ONCE)
    async with cold_app() as app:

        async def one(message: Message) -> None:
            await _handled(app, message)
            room.release()
            step(1)

        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for message in messages(count, "bench"):
                await room.acquire()
                group.create_task(one(message))
        return count / (time.perf_counter() - began)


async def latencies(count: int, a_second: float, step: Step = quiet) -> list[float]:
    """Seconds from each message's arrival to the end of its path, at a steady rate.

    Arrivals keep to their timetable however slow the bot is, so that waiting counts.
    """
    found: list[float] = []
    async with cold_app() as app, asyncio.TaskGroup() as group:
        began = time.perf_counter()

        async def one(message: Message, due: float) -> None:
            await _handled(app, message)
            found.append(time.perf_counter() - due)
            step(1)

        for number, message in enumerate(messages(count, "bench", a_second)):
            due = began + number / a_second
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            group.create_task(one(message, due))
    return found


async def _handled(app: App, message: Message) -> None:
    if await app.pipeline.handle(message) is None:
        raise ConfigError(f"the benchmark's database went away: {app.pipeline.away}")


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share (0..1) of the values stays within."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def start_up(times: int, step: Step = quiet) -> float:
    """Seconds from starting `python -m bot demo` to its first answer on `/`; median."""
    found = []
    for _ in range(times):
        found.append(_one_start())
        step(1)
    return statistics.median(found)


def _one_start(patience: float = 60.0) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env) as demo:  # noqa: S603
        try:
            while time.perf_counter() - began < patience:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                    return time.perf_counter() - began
                if demo.poll() is not None:
                    break
                time.sleep(0.01)
        finally:
            demo.send_signal(signal.SIGTERM)
    raise ConfigError("the demo did not start")


async def backtest(count: int) -> float:
    """Seconds from starting `python -m bot rules backtest` to its end, over so many messages."""
    with tempfile.TemporaryDirectory(prefix="hearthkeeper-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        await write_history(url, count)
        began = time.perf_counter()
        command = (sys.executable, "-m", "bot", "rules", "backtest", "--json")
        child = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, "DATABASE_URL": url}, stdout=asyncio.subprocess.DEVNULL
        )
        if await child.wait():
            raise ConfigError("the backtest failed")
        return time.perf_counter() - began
