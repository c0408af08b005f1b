"""PostgreSQL: a pool of connections; transactions run side by side and hold what they need."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.errors import StoreError
from bot.store.database import Run
from bot.store.faults import name_of, told
from bot.store.text import dumps, loads

P = ParamSpec("P")
T = TypeVar("T")

POOL = 20
"""Connections at most, and so turns side by side."""
CONNECT_S = 10
COMMAND_S = 30
"""How long one statement may take, waiting for other turns included."""
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Postgres:
    """A server's database, through asyncpg.

    `hurried` gives a statement `COMMAND_S`; bringing large tables up to date may take longer.
    """

    def __init__(self, url: URL, *, hurried: bool = True) -> None:
        self.name = name_of(url)
        self._closed = False
        try:
            self._engine = create_async_engine(
                _for_asyncpg(url),
                isolation_level="READ COMMITTED",
                pool_size=POOL,
                max_overflow=0,
                pool_pre_ping=True,
                connect_args={
                    "timeout": CONNECT_S,
                    "command_timeout": COMMAND_S if hurried else None,
                    "server_settings": {"application_name": "hearthkeeper", "jit": "off"},
                },
                json_serializer=dumps,
                json_deserializer=loads,
                hide_parameters=True,
            )
        except ModuleNotFoundError as error:
            raise StoreError(
                f"database {self.name}: PostgreSQL needs one more package: "
                "pip install 'hearthkeeper[postgres]'"
            ) from error

    @asynccontextmanager
    async def transaction(self, *, write: bool = True) -> AsyncIterator[Run]:
        """A writing one sees what others commit meanwhile; a reading one sees one moment."""
        conn = await self._connect()
        try:
            if not write:
                await conn.execution_options(**_SNAPSHOT)
            yield partial(self._run, conn)
            with told(self.name):
                await conn.commit()
        finally:
            await asyncio.shield(asyncio.ensure_future(conn.close()))

    async def close(self) -> None:
        """Let go of all connections."""
        self._closed = True
        await self._engine.dispose()

    async def _connect(self) -> AsyncConnection:
        if self._closed:
            raise StoreError(f"database {self.name}: it is closed")
        with told(self.name):
            try:
                return await self._engine.connect()
            except TypeError as error:
                raise ValueError(f"its address has an unknown option: {error}") from error

    async def _run(
        self,
        conn: AsyncConnection,
        work: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        with told(self.name):
            return await conn.run_sync(work, *args, **kwargs)


def _for_asyncpg(url: URL) -> URL:
    """The address in asyncpg's terms, where `sslmode` is called `ssl`."""
    query = {{"sslmode": "ssl"}.get(key, key): value for key, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)
