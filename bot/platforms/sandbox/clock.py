"""Community time: it starts at a given moment and may run faster than the wall clock."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta


class Clock:
    """A clock on which `rate` seconds pass in one real second; it never goes back.

    `elapsed` gives real seconds from any fixed moment, such as `time.monotonic`.
    """

    def __init__(self, start: datetime, elapsed: Callable[[], float], rate: float = 1.0) -> None:
        self.rate = rate
        self._elapsed = elapsed
        self._from = start
        self._since = elapsed()
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """The community's time."""
        return self._from + timedelta(seconds=(self._elapsed() - self._since) * self.rate)

    def run_at(self, rate: float) -> None:
        """Let time pass `rate` times as fast from now on; `ValueError` unless it moves."""
        if rate <= 0:
            raise ValueError(f"time cannot run at {rate}x")
        self._from, self._since = self.now(), self._elapsed()
        self.rate = rate
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_until(self, at: datetime) -> None:
        """Sleep until the community's time is `at`, at whatever rate it runs meanwhile."""
        while (left := (at - self.now()).total_seconds()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left / self.rate)
