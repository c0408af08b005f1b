"""What was said, as it is kept: read in the order of time, a part at a time, and left as it is."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, func, select, tuple_

from bot.model import Message, Scores
from bot.store import rows
from bot.store.counts import DISMISSED, UPHELD
from bot.store.database import Database
from bot.store.joins import MESSAGES
from bot.store.opening import existing
from bot.store.tables import MESSAGE, PLACE, decisions, hits, members, messages

Key = tuple[str, ...]
"""Platform, community, conversation and id of a message."""
AT_ONCE = 2000
"""Messages that are read in one transaction."""

_ORDER = tuple(messages.c[name] for name in ("sent_at", *PLACE, "id"))
_PAST = MESSAGES.add_columns(members.c.first_seen).order_by(*_ORDER)
_DECIDED = (
    select(*(hits.c[name] for name in MESSAGE), decisions.c.case_id, decisions.c.word)
    .select_from(hits.join(decisions, decisions.c.case_id == hits.c.case_id))
    .where(hits.c.at > bindparam("since"))
    .order_by(decisions.c.case_id, decisions.c.round)
)


class Decided(NamedTuple):
    """A case that managers have decided on, and whether they found that it was a violation."""

    case_id: int
    right: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A message of the past, with what is known of it beyond its words."""

    message: Message
    scores: Scores
    lang: str | None
    first_seen: datetime | None = None
    """When its author was first seen, which may be long before."""
    decided: Decided | None = None
    """The newest case that holds it and is decided."""


@dataclass(frozen=True, slots=True)
class History:
    """The messages of some days, up to the newest."""

    database: Database
    since: datetime | None
    until: datetime | None
    length: int
    decided: Mapping[Key, Decided]

    async def messages(self, at_once: int = AT_ONCE) -> AsyncIterator[Past]:
        """Each message once, in its last words, by the time it was sent."""
        last: Past | None = None
        while self.since is not None:
            async with self.database.transaction(write=False) as run:
                found = await run(_part, self.since, self.until, last, at_once)
            for past in found:
                decided = self.decided.get(_key(past.message))
                yield past if decided is None else replace(past, decided=decided)
            if len(found) < at_once:
                return
            last = found[-1]


@asynccontextmanager
async def open_history(address: str, days: int) -> AsyncIterator[History]:
    """The last `days` that are stored there; `StoreError` says what is in the way.

    They are counted back from the newest message, so that the same store gives the same history.
    """
    async with existing(address) as store:
        async with store.database.transaction(write=False) as run:
            since, until, length = await run(_bounds, timedelta(days=days))
            found = await run(decided, since)
        yield History(store.database, since, until, length, found)


def _bounds(conn: Connection, back: timedelta) -> tuple[datetime | None, datetime | None, int]:
    until = conn.execute(select(func.max(messages.c.sent_at))).scalar()
    if until is None:
        return None, None, 0
    since = until - back
    length = select(func.count()).select_from(messages).where(messages.c.sent_at > since)
    return since, until, conn.execute(length).scalar_one()


def decided(conn: Connection, since: datetime | None) -> Mapping[Key, Decided]:
    """What became of each message that managers have decided on since then, by its key."""
    found: dict[Key, Decided] = {}
    for *key, case_id, word in conn.execute(_DECIDED, {"since": since}):
        message = tuple(key)
        before = found.pop(message, None)
        if word in DISMISSED or before == (case_id, False):
            found[message] = Decided(case_id, right=False)
        elif word in UPHELD:
            found[message] = Decided(case_id, right=True)
        elif before is not None and before.case_id != case_id:
            found[message] = before
    return found


def _part(
    conn: Connection, since: datetime, until: datetime | None, last: Past | None, limit: int
) -> list[Past]:
    """The next messages behind the last one that was read."""
    statement = _PAST.where(messages.c.sent_at > since, messages.c.sent_at <= until).limit(limit)
    if last is not None:
        at = last.message.sent_at
        key = tuple_(at, *_key(last.message), types=[column.type for column in _ORDER])
        behind = tuple_(*_ORDER) > key
        statement = statement.where(messages.c.sent_at >= at, behind)
    return [_to_past(row) for row in conn.execute(statement).mappings()]


def _to_past(row: RowMapping) -> Past:
    message = rows.to_message(row)
    return Past(
        message=replace(message, edited=False) if message.edited else message,
        scores=row[messages.c.scores],
        lang=row[messages.c.lang],
        first_seen=row[members.c.first_seen],
    )


def _key(message: Message) -> Key:
    where = message.conversation
    return where.platform, where.community, where.id, message.id
