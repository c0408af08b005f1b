"""Bring the tables of a database to the revision that this program knows."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.errors import StoreError
from bot.store.database import hold

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0004"
"""The newest revision in `migrations/versions`."""
_REVISION = sa.table("alembic_version", sa.column("version_num", sa.String))


def prepare(conn: Connection, name: str) -> None:
    """Make or change tables where need be, all in the transaction of this connection.

    Also writes a little when there is nothing to change, so that a database that cannot be written
    is found at the start.
    """
    hold(conn, "tables of hearthkeeper")
    found = _found(conn)
    if found == HEAD:
        conn.execute(_REVISION.update().values(version_num=HEAD))
    else:
        _upgrade(conn, name, found)


def check(conn: Connection, name: str) -> str | None:
    """The revision of the tables, None when there are none; nothing is made or changed.

    Raises `StoreError` for a revision that this program does not know.
    """
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load, seldom needed

    found = _found(conn)
    if found is not None:
        scripts = ScriptDirectory.from_config(_config(conn))
        if found not in {one.revision for one in scripts.walk_revisions()}:
            raise _stranger(name, found)
    return found


def _found(conn: Connection) -> str | None:
    if not sa.inspect(conn).has_table(_REVISION.name):
        return None
    revision: str | None = conn.execute(sa.select(_REVISION.c.version_num)).scalar()
    return revision


def _upgrade(conn: Connection, name: str, found: str | None) -> None:
    from alembic import command  # noqa: PLC0415 - slow to load, seldom needed
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        command.upgrade(_config(conn), "head")
    except CommandError as error:
        raise _stranger(name, found) from error


def _config(conn: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _stranger(name: str, found: str | None) -> StoreError:
    return StoreError(
        f"database {name}: its tables are at revision {found}, which this program does not "
        "know; use the newer Hearthkeeper that made them"
    )
