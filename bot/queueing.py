"""Work side by side, finish in the order of arrival, one key at a time."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class InTurn(Generic[Key]):
    """Tickets for each key: enter at once, await the ticket when it matters to be next.

    >>> async with in_turn(conversation) as my_turn:
    ...     scores = await score(text)  # beside the others
    ...     await my_turn  # behind those who entered earlier
    """

    def __init__(self) -> None:
        self._last: dict[Key, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def __call__(self, key: Key) -> AsyncIterator[asyncio.Future[None]]:
        """Take the next ticket; leaving in any way lets the next one in."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before = self._last.get(key)
        self._last[key] = mine
        try:
            yield asyncio.shield(before) if before is not None else _now()
        finally:
            if before is None or before.done():
                mine.set_result(None)
            else:
                before.add_done_callback(lambda _: mine.set_result(None))
            if self._last.get(key) is mine and mine.done():
                del self._last[key]


def _now() -> asyncio.Future[None]:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
