"""SQLite: one connection, one thread that owns it, one transaction at a time.

The file is in WAL mode with `synchronous=NORMAL`: what was committed survives a process that is
killed at any point; a power cut may cost the last commits, but never the file's integrity.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.errors import StoreError
from bot.store.database import Run
from bot.store.faults import name_of, told
from bot.store.text import dumps, loads

P = ParamSpec("P")
T = TypeVar("T")

BUSY_S = 10.0
"""How long to wait while another process is writing, unless the address says `?timeout=`."""


class Sqlite:
    """A file, or a memory of its own for `:memory:`.

    The thread takes jobs in order, so a task that is cancelled in the middle of a job leaves
    nothing behind: the rollback is the next job, whoever comes after it. A job is a whole function
    and not a statement, which costs less than half of what aiosqlite would; and the connection
    outlives a cancelled task, without which `:memory:` would be gone.
    """

    def __init__(self, url: URL) -> None:
        self.name = name_of(url)
        self._folder = Path(url.database or "").parent
        self._lock = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "sqlite")
        self._closed = False
        self._engine = create_engine(
            url.set(drivername="sqlite", query={"timeout": str(BUSY_S), **url.query}),
            poolclass=StaticPool,
            connect_args={"isolation_level": None},
            json_serializer=dumps,
            json_deserializer=loads,
            hide_parameters=True,
        )
        event.listen(self._engine, "do_connect", self._make_folder)
        event.listen(self._engine, "connect", _set_up)

    @asynccontextmanager
    async def transaction(self, *, write: bool = True) -> AsyncIterator[Run]:
        """Alone in this process; a writing one also among all processes that share the file."""
        async with self._lock:
            if self._closed:
                raise StoreError(f"database {self.name}: it is closed")
            mine = _Transaction(self._engine, "BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield partial(self._run, mine)
                await self._do(mine.commit)
            except BaseException:
                self._thread.submit(mine.end)
                raise

    async def close(self) -> None:
        """Wait for the transaction that is running, then let go of the file and the thread."""
        async with self._lock:
            if not self._closed:
                self._closed = True
                await self._do(self._engine.dispose)
                self._thread.shutdown()

    async def _run(
        self,
        mine: "_Transaction",
        work: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        return await self._do(mine.run, work, *args, **kwargs)

    async def _do(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with told(self.name):
            return await asyncio.wrap_future(self._thread.submit(job, *args, **kwargs))

    def _make_folder(self, *_: object) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)


class _Transaction:
    """One transaction as the thread sees it; begun by the first work in it."""

    def __init__(self, engine: Engine, begin: str) -> None:
        self._engine = engine
        self._begin = begin
        self._conn: Connection | None = None

    def run(
        self,
        work: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        if self._conn is None:
            self._conn = self._engine.connect()
            self._conn.exec_driver_sql(self._begin)
        return work(self._conn, *args, **kwargs)

    def commit(self) -> None:
        if self._conn is not None:
            self._conn.commit()
        self.end()

    def end(self) -> None:
        """Roll back what is not committed; later work in it meets a closed connection."""
        if self._conn is not None and not self._conn.closed:
            with closing(self._conn):
                self._conn.connection.rollback()  # a commit that failed has left it open


def _set_up(connection: DBAPIConnection, _: object) -> None:
    """A connection that cannot be set up is nobody's, so it lets go of the file here."""
    try:
        with closing(connection.cursor()) as cursor:
            for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                cursor.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
