"""Look at the database that an address names, and leave it as it is."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import sqlalchemy as sa
from sqlalchemy import Connection, NullPool, create_engine

from bot.errors import StoreError
from bot.store import schema
from bot.store.database import Database
from bot.store.faults import told
from bot.store.memory import JOINABLE
from bot.store.opening import database_at, url_of
from bot.store.sql import SqlStore
from bot.store.sqlite import Sqlite

ROOM = 1 << 20
"""Bytes that a folder must have room for: a new database and its log take less."""
_IN_MEMORY = {None, "", ":memory:"}
_MAY = sa.text(
    "SELECT current_setting('transaction_read_only') = 'off',"
    " has_schema_privilege(current_schema(), 'CREATE')"
)


async def look(address: str) -> str:
    """What the next start will find there, in words; `StoreError` says what will be in its way.

    Nothing is made or changed by looking.
    """
    database = database_at(address)
    try:
        if not isinstance(database, Sqlite):
            async with database.transaction() as run:
                found = await run(_in_server, database.name)
        else:
            path = url_of(address).database
            if path in _IN_MEMORY:
                return "in memory: everything is forgotten at the end"
            found = await asyncio.to_thread(_in_file, Path(path or ""), database.name)
        return await _words(found, database)
    finally:
        await database.close()


async def _words(found: str | None, database: Database) -> str:
    if found is None:
        return "nothing is there yet; it will be made at the first start"
    if found != schema.HEAD:
        return f"its tables are at revision {found}; the next start will bring them up to date"
    waiting = await SqlStore(database).cases(escalated=True, states=JOINABLE)
    return f"open, {len(waiting)} case(s) waiting for a manager"


def _in_server(conn: Connection, name: str) -> str | None:
    """The revision of a server's tables; it must take writes, and new tables where need be."""
    found = schema.check(conn, name)
    writes, makes = conn.execute(_MAY).one()
    if not writes:
        raise StoreError(f"database {name}: it takes no writes")
    if not makes and found != schema.HEAD:
        raise StoreError(f"database {name}: its user may make no tables there")
    return found


def _in_file(path: Path, name: str) -> str | None:
    """The revision of a file's tables; it must be writable, and so must its folder."""
    with told(name):
        _try(next(one for one in path.absolute().parents if one.exists()), name)
        if not path.exists():
            return None
        path.open("r+b").close()  # refused where it cannot be written
        uri = f"{path.absolute().as_uri()}?mode=rw"
        opening = partial(sqlite3.connect, uri, uri=True)
        engine = create_engine("sqlite://", creator=opening, poolclass=NullPool)
        with engine.connect() as conn:
            return schema.check(conn, name)


def _try(folder: Path, name: str) -> None:
    """Write into a folder; what is written is gone at once."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(f"database {name}: {folder} cannot be written: {why}") from error
