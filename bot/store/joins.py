"""Rows brought together as `rows` reads them."""

import sqlalchemy as sa
from sqlalchemy import and_, select

from bot.store.tables import (
    AUTHOR,
    MESSAGE,
    PLACE,
    cases,
    conversations,
    effects,
    hits,
    members,
    messages,
)

_ID = ("platform", "community", "id")


def _same(
    table: sa.Table, columns: tuple[str, ...], other: sa.Table, key: tuple[str, ...]
) -> sa.ColumnElement[bool]:
    pairs = zip(columns, key, strict=True)
    return and_(*(table.c[column] == other.c[named] for column, named in pairs))


def of_message(table: sa.Table) -> sa.ColumnElement[bool]:
    """The row of `messages` that this table's row tells of."""
    return _same(table, MESSAGE, messages, (*PLACE, "id"))


_AUTHOR = _same(messages, AUTHOR, members, _ID)
_KNOWN = (members.c.roles, members.c.joined_at, members.c.created_at)
_SAID = (*messages.c, conversations.c.name, *_KNOWN)

MESSAGES = select(*_SAID).select_from(
    messages.outerjoin(conversations, _same(messages, PLACE, conversations, _ID)).outerjoin(
        members, _AUTHOR
    )
)
"""For `rows.to_message`."""

HITS = select(hits, *_SAID).select_from(
    hits.join(messages, of_message(hits))
    .outerjoin(conversations, _same(messages, PLACE, conversations, _ID))
    .outerjoin(members, _AUTHOR)
)
"""For `rows.to_hit`."""

EFFECTS = select(effects, *_SAID).select_from(
    effects.outerjoin(messages, of_message(effects))
    .outerjoin(conversations, _same(effects, PLACE, conversations, _ID))
    .outerjoin(members, _AUTHOR)
)
"""For `rows.to_effect`; a message that is gone leaves its columns empty."""

CASES = select(cases, conversations.c.name).select_from(
    cases.outerjoin(conversations, _same(cases, PLACE, conversations, _ID))
)
"""For `rows.to_case`."""
