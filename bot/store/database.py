"""What the store needs of a database: transactions in which plain functions run."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.model import Conversation, Member

P = ParamSpec("P")
T = TypeVar("T")

Insert = postgresql.Insert | sqlite.Insert

_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


class Run(Protocol):
    """Runs functions of a connection, one after another, inside one transaction."""

    async def __call__(
        self, work: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work(connection, ...)` away from the event loop; `StoreError` if it fails."""


class Database(Protocol):
    """An SQLite file or a PostgreSQL server."""

    name: str
    """Its address, without a password."""

    def transaction(self, *, write: bool = True) -> AbstractAsyncContextManager[Run]:
        """All that runs inside is committed at the end, or, after any exception, nothing of it."""

    async def close(self) -> None:
        """Let go of connections and threads."""


def inserting(dialect: str, table: sa.Table) -> Insert:
    """An insert that can say what to do about a conflict, in the words of that dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def add(conn: Connection, table: sa.Table, row: Mapping[str, object]) -> int:
    """Insert a row and return the number it was given."""
    number: int = next(iter(conn.execute(table.insert(), row).inserted_primary_key or ()))
    return number


def hold(conn: Connection, *names: str) -> None:
    """Wait for these names, in this order, and hold them until the transaction ends.

    A writing transaction of SQLite is alone in any case. Whoever holds a conversation waits for no
    other name, so nobody can wait in a circle.
    """
    if conn.dialect.name == "postgresql":
        for name in names:
            conn.execute(_LOCK, {"name": name})


def member_lock(member: Member) -> str:
    """What to hold so that nobody else changes this member's record."""
    return f"member {member.platform} {member.community} {member.id}"


def conversation_lock(where: Conversation) -> str:
    """What to hold so that nobody else changes this conversation's record, or which case is on."""
    return f"conversation {where.platform} {where.community} {where.id}"
