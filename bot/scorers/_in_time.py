"""Waiting that ends: nobody waits for a slow or hanging model longer than a message can."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from queue import Full
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

from bot.scorers._once import Answer, Once

P = ParamSpec("P")
T = TypeVar("T")

_UNTIL: ContextVar[float] = ContextVar("until")
"""When the text that is asked for has to be answered, by `time.monotonic`."""


class InTime(Once):
    """`Once` for work that may hang: nobody waits for it longer than `patience_s`.

    That time begins when a text is asked for, not when a worker comes to it; behind it there is a
    `TimeoutError`. `work` is told when the time of the first who asked for its text ends, by
    `time.monotonic`. At most `most` texts wait for a worker: a new one that finds no place is
    `queue.Full` at once. Who gives up waiting frees no place, which only a worker does; else the
    queue of one that hangs would grow without end.
    """

    def __init__(
        self, work: Callable[[str, float], Answer], threads: int, most: int, patience_s: float
    ) -> None:
        super().__init__(lambda text: work(text, _UNTIL.get()), threads)
        self._workers = _Workers(threads, most)
        self._patience_s = patience_s

    async def __call__(self, text: str) -> Answer:
        """The answer for this text; beside what is said above, what `Once` raises."""
        context = copy_context()
        context.run(_UNTIL.set, time.monotonic() + self._patience_s)
        asking = asyncio.create_task(super().__call__(text), context=context)
        return await within(self._patience_s, asking)


class _Workers(ThreadPoolExecutor):
    """Threads that take over the context of who asks, and a queue that can be full."""

    def __init__(self, threads: int, most: int) -> None:
        super().__init__(threads, thread_name_prefix="scorer")
        self._places = BoundedSemaphore(threads + most)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have it done in its turn, or raise `queue.Full`."""
        if not self._places.acquire(blocking=False):
            raise Full
        context = copy_context()
        try:
            found = super().submit(lambda: context.run(fn, *args, **kwargs))
        except RuntimeError:
            self._places.release()
            raise
        found.add_done_callback(lambda _: self._places.release())
        return found


async def within(seconds: float, task: asyncio.Task[T]) -> T:
    """What the task gives; `TimeoutError` when that takes longer, and the task goes on by itself.

    So does it when who waits is cancelled: what it has begun may still be of use to others.
    """
    task.add_done_callback(_heard)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        raise TimeoutError
    return task.result()


def _heard(task: asyncio.Task[T]) -> None:
    """A failure that nobody waits for any longer is no news."""
    if not task.cancelled():
        task.exception()
