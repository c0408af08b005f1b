"""What databases throw, said in one line that names the database and never its password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError

_PLAIN = {
    "No space left": "the disk is full",
    "Connect call failed": "no server answers there",
    "unable to open database file": "the file cannot be opened or made",
    "disk is full": "the disk is full",
    "readonly database": "the file or its folder cannot be written",
    "database is locked": "another process has held it for too long",
    "is not a database": "the file is damaged or no database at all",
    "malformed": "the file is damaged",
    "password authentication failed": "the server refused user and password",
}
"""Part of a driver's message -> what it means to an operator."""


def name_of(url: URL) -> str:
    """The address of a database as it may be shown: no password, no options."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Raise a `StoreError` in place of whatever a database raises, or a row that makes no sense."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError, ArithmeticError) as error:
        raise StoreError(f"database {name}: {_words(error)}") from error


def _words(error: Exception) -> str:
    """What went wrong, in plain words where we know them, else the driver's own first line."""
    thrown = getattr(error, "orig", None)
    cause = error if thrown is None else thrown.__cause__ or thrown
    text = str(cause).strip() or type(cause).__name__
    for part, plain in _PLAIN.items():
        if part in text:
            return plain
    if isinstance(cause, OSError) and cause.strerror:
        where = f": {cause.filename}" if cause.filename else ""
        return f"{cause.strerror.lower()}{where}"
    return text.splitlines()[0]
