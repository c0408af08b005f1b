"""Work on each text once: off the event loop, shared while it lasts, remembered for a while."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from threading import Lock

from bot.errors import ScorerError

Answer = dict[str, float]
Work = Callable[[str], Answer]
REMEMBERED = 4096
"""Answers that are kept, about 4 MB however long the texts; the least recently used go first."""


class Once:
    """Calls `work` in `threads` worker threads (by default one a core, at most four).

    Who asks for a text that is being worked on waits for the same answer, and who gives up
    waiting stops nobody else. Texts are remembered by their digest: none is kept.
    """

    def __init__(self, work: Work, threads: int | None = None) -> None:
        self._work = work
        self._workers = ThreadPoolExecutor(
            threads or min(os.cpu_count() or 1, 4), thread_name_prefix="scorer"
        )
        self._lock = Lock()
        self._running: dict[bytes, Future[Answer]] = {}
        self._known: OrderedDict[bytes, Answer] = OrderedDict()

    async def __call__(self, text: str) -> Answer:
        """The answer for this text; `ScorerError` when the work failed or was closed."""
        found = self._begin(text)
        if isinstance(found, dict):
            return dict(found)
        try:
            answer: Answer = await asyncio.shield(asyncio.wrap_future(found))
        except asyncio.CancelledError:
            if found.cancelled():
                raise ScorerError("the scorer was closed before this text had its turn") from None
            raise
        return dict(answer)

    async def close(self) -> None:
        """Drop what waits for its turn, and let the workers finish and go."""
        await asyncio.to_thread(self._workers.shutdown, cancel_futures=True)

    def _begin(self, text: str) -> Answer | Future[Answer]:
        key = blake2b(text.encode(), digest_size=16).digest()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            if key not in self._running:
                try:
                    self._running[key] = self._workers.submit(self._finish, key, text)
                except RuntimeError as error:
                    raise ScorerError(f"the scorer is closed: {error}") from None
            return self._running[key]

    def _finish(self, key: bytes, text: str) -> Answer:
        """In a worker thread: do the work; remember the answer, but never a failure."""
        try:
            answer = self._work(text)
            with self._lock:
                self._known[key] = answer
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
            return answer
        finally:
            with self._lock:
                del self._running[key]
