"""Serve the demo until told to stop."""

import asyncio
import importlib
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn

from bot.config import Settings
from bot.demo.hearth import lit
from bot.errors import ConfigError

GRACE_S = 1
"""How long open connections may take to end."""


class _Server(uvicorn.Server):
    """Says when it is up, and goes when it is told to; signals are not its business."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], told: asyncio.Event
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._told = told

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        """Whether it is time to go, asked ten times a second."""
        return await super().on_tick(counter) or self._told.is_set()


async def serve(
    settings: Settings, door: socket.socket, ready: Callable[[], None], *, force: bool = False
) -> None:
    """Serve on a listening socket until SIGINT or SIGTERM; `ready` is called once it answers.

    With `force`, also by a rulebook whose examples fail.
    """
    up, told = asyncio.Event(), asyncio.Event()

    def started() -> None:
        up.set()
        ready()

    def stop() -> None:
        told.set()
        if not up.is_set():
            work.cancel()

    work = asyncio.create_task(_serve(settings, door, started, told, force))
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await work


async def _serve(
    settings: Settings,
    door: socket.socket,
    ready: Callable[[], None],
    told: asyncio.Event,
    force: bool,
) -> None:
    """The pages take long to import, so they are imported while the bot is put together."""
    pages = asyncio.create_task(asyncio.to_thread(importlib.import_module, "bot.demo.pages"))
    with _database(settings) as with_database:
        async with lit(with_database, force=force) as hearth:
            app = (await pages).pages(hearth)
            config = uvicorn.Config(
                app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_S
            )
            await _Server(config, ready, told).serve(sockets=[door])


@contextmanager
def _database(settings: Settings) -> Iterator[Settings]:
    """Settings with the database that was asked for, or one that goes when the demo ends."""
    if "database_url" in settings.model_fields_set:
        yield settings
        return
    try:
        folder = tempfile.TemporaryDirectory(prefix="hearthkeeper-", ignore_cleanup_errors=True)
    except OSError as error:
        raise ConfigError(f"no folder for the demo's database: {error}") from None
    with folder as path:
        yield settings.model_copy(update={"database_url": f"sqlite:///{path}/demo.db"})
