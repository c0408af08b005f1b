"""Find the database that an address names, and bring its tables up to date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.store import schema
from bot.store.database import Database
from bot.store.sql import SqlStore
from bot.store.sqlite import Sqlite

_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_POSTGRES = {"postgres", "postgresql", "postgresql+asyncpg"}
_WANTED = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"


async def open_store(url: str) -> SqlStore:
    """The store at this address; `:memory:` as the file of SQLite keeps nothing on disk.

    A missing file or folder is made; tables are made or brought up to date. `StoreError` says what
    is in the way.
    """
    database = database_at(url, hurried=False)
    try:
        async with database.transaction() as run:
            await run(schema.prepare, database.name)
    except BaseException:
        await database.close()
        raise
    if not isinstance(database, Sqlite):
        await database.close()
        database = database_at(url)
    return SqlStore(database)


@asynccontextmanager
async def existing(address: str) -> AsyncIterator[SqlStore]:
    """The store at this address as it is, closed at the end; its tables are left alone.

    `StoreError` when there is none, or when its tables are older or newer than this program's.
    """
    database = database_at(address)
    store = SqlStore(database)
    try:
        if isinstance(database, Sqlite) and not _is_file(address):
            raise _nothing(database.name)
        async with database.transaction(write=False) as run:
            found = await run(schema.check, database.name)
        if found is None:
            raise _nothing(database.name)
        if found != schema.HEAD:
            raise StoreError(
                f"database {database.name}: its tables are older; the next start updates them"
            )
        yield store
    finally:
        await store.close()


def _is_file(address: str) -> bool:
    return Path(url_of(address).database or ":memory:").exists()


def _nothing(name: str) -> StoreError:
    return StoreError(f"database {name}: nothing is stored there")


def database_at(address: str, *, hurried: bool = True) -> Database:
    """The database itself, whatever is in it; not `hurried`, a statement may take its time."""
    url = url_of(address)
    if url.drivername in _SQLITE:
        return Sqlite(url)
    if url.drivername in _POSTGRES:
        from bot.store.postgres import Postgres  # noqa: PLC0415 - asyncpg is optional

        return Postgres(url, hurried=hurried)
    raise StoreError(f"database: `{url.drivername}` is no kind that we know; {_WANTED}")


def url_of(address: str) -> URL:
    """The parts of an address, which may hold a password and is therefore not shown."""
    try:
        return make_url(address)
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError(f"database: this is no address; {_WANTED}") from error
