"""The audit trail: who did what when, never what a member said or who the member is."""

from datetime import datetime

from sqlalchemy import Connection

from bot.model import Json
from bot.store.tables import events

BOT = "hearthkeeper"
"""The actor of all that no manager asked for."""
_INSERT = events.insert()


def note(
    conn: Connection, at: datetime, case_id: int, actor: str, kind: str, **detail: Json
) -> None:
    """Write down one event; `detail` holds our own words and numbers only."""
    conn.execute(
        _INSERT,
        {"at": at, "case_id": case_id, "actor": actor or BOT, "kind": kind, "detail": detail},
    )
