"""One message as it was stored, and what is remembered around it; the database stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, or_

from bot.errors import StoreError
from bot.model import Conversation, ConversationRecord, MemberRecord, Message, Scores
from bot.store import memory, rows
from bot.store.joins import MESSAGES
from bot.store.opening import existing
from bot.store.tables import conversations, messages

LISTED = 5
"""Conversations that are named when a message's id is in several."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A message with its scores as they were kept, and both records as they are now."""

    message: Message
    scores: Scores
    lang: str | None
    member: MemberRecord
    """Without the strikes that this very message brought."""
    conversation: ConversationRecord
    fired: frozenset[str] = frozenset()
    """The rules that fired on it."""


async def find_message(address: str, number: str, where: str = "") -> Stored:
    """The message of that id; `where` is its conversation's name, id or whole place.

    Raises `StoreError` when there is none or several, or when the database cannot be read.
    """
    async with existing(address) as store, store.database.transaction(write=False) as run:
        return await run(_find, number, where)


def _find(conn: Connection, number: str, where: str) -> Stored:
    row = _only(_candidates(conn, number, where), number, where)
    hit = rows.to_line(row)
    known = memory.recall(conn, hit.message)
    records = known.member, known.conversation
    return Stored(hit.message, hit.scores, row[messages.c.lang], *records, known.fired)


def _candidates(conn: Connection, number: str, where: str) -> Sequence[RowMapping]:
    statement = MESSAGES.where(messages.c.id == number).limit(LISTED + 1)
    c = messages.c
    if where:
        names = (where, where.removeprefix("#"))
        place = c.platform + "/" + c.community + "/" + c.conversation
        named = (c.conversation.in_(names), conversations.c.name.in_(names), place == where)
        statement = statement.where(or_(*named))
    return conn.execute(statement).mappings().all()


def _only(found: Sequence[RowMapping], number: str, where: str) -> RowMapping:
    if not found:
        there = f" in `{where}`" if where else ""
        raise StoreError(f"no message `{number}` is stored{there}")
    if len(found) > 1:
        places = [_place(rows.to_line(row).message.conversation) for row in found]
        listed = ", ".join(places[:LISTED]) + ", ..." * (len(places) > LISTED)
        raise StoreError(f"message `{number}` is stored in several conversations: {listed}")
    return found[0]


def _place(where: Conversation) -> str:
    return f"`{where.platform}/{where.community}/{where.id}`"
