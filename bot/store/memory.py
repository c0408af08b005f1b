"""What is remembered of members and conversations: read when a turn begins, kept before it ends."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, and_, bindparam, func, or_, select

from bot.context.people import GAP
from bot.model import Case, ConversationRecord, Facts, Member, MemberRecord, Message, Strike
from bot.store import counts, rows
from bot.store.database import Insert, conversation_lock, hold, inserting, member_lock
from bot.store.tables import (
    MESSAGE,
    PLACE,
    cases,
    conversations,
    members,
    messages,
    strikes,
)

INCIDENT_GAP = GAP
"""A case that has been quiet for longer belongs to an earlier incident."""
JOINABLE = ("open", "claimed")
"""The states of a case that further messages join."""


class Remembered(NamedTuple):
    """What is known when a message arrives; the fields are those of `bot.ports.Turn`."""

    member: MemberRecord
    conversation: ConversationRecord
    known: Message | None
    case: Case | None
    fired: frozenset[str]


def _where(table: sa.FromClause, *columns: str, **named: str) -> sa.ColumnElement[bool]:
    """Each column equals the value bound by its own name, or by the one given for it."""
    names = {**{column: column for column in columns}, **named}
    return and_(*(table.c[column] == bindparam(name) for column, name in names.items()))


_later = cases.alias("later")
_INCIDENT = (
    select(func.max(_later.c.id))
    .where(
        _where(_later, *PLACE),
        or_(*(_later.c.state == state for state in JOINABLE)),
        _later.c.last_at >= bindparam("since"),
        _later.c.opened_at <= bindparam("until"),
    )
    .scalar_subquery()
)
_ONE = select(sa.literal(1).label("one")).subquery("one")
_ARRIVAL = select(members, conversations, messages, cases).select_from(
    _ONE.outerjoin(members, _where(members, "platform", "community", id="author"))
    .outerjoin(conversations, _where(conversations, "platform", "community", id="conversation"))
    .outerjoin(messages, _where(messages, *PLACE, id="message"))
    .outerjoin(cases, cases.c.id == _INCIDENT)
)
"""One row with all that one message asks for; what is not there leaves its columns empty."""
_MEMBER = select(members).where(_where(members, "platform", "community", id="author"))
_STRIKES = (
    select(strikes)
    .where(_where(strikes, "platform", "community", "author"))
    .order_by(strikes.c.at, strikes.c.id)
)
_UNLIFTED = _STRIKES.where(strikes.c.lifted_at.is_(None), ~_where(strikes, *MESSAGE))
"""Without those for this very message: an edit is judged as if it were new."""
_STANDING = _STRIKES.where(
    strikes.c.at <= bindparam("now"),
    or_(strikes.c.lifted_at.is_(None), strikes.c.lifted_at > bindparam("now")),
)


def recall(conn: Connection, message: Message) -> Remembered:
    """Hold the author and the conversation, then read what is known of both and of the message."""
    author, where = message.author, message.conversation
    hold(conn, member_lock(author), conversation_lock(where))
    key = {**rows.message_key(message), "author": author.id}
    found = conn.execute(_ARRIVAL, {**key, **_near(message.sent_at)}).mappings()
    row = found.one()
    known = None if row[messages.c.id] is None else rows.to_message(row)
    return Remembered(
        member=rows.to_member(row, _struck(conn, _UNLIFTED, **key)),
        conversation=rows.to_conversation(row),
        known=known,
        case=None if row[cases.c.id] is None else rows.to_case(row),
        fired=frozenset() if known is None else counts.before(conn, message),
    )


def _near(at: datetime) -> dict[str, datetime]:
    """A message of that time joins a case that lasted until the one and began by the other."""
    return {"since": at - INCIDENT_GAP, "until": at + INCIDENT_GAP}


def remember(conn: Connection, facts: Facts) -> None:
    """Keep the author, the conversation and the message as these facts have them."""
    keep_member, keep_conversation, keep_message = _keeping(conn.dialect.name)
    conn.execute(keep_member, rows.member_row(facts))
    conn.execute(keep_conversation, rows.conversation_row(facts))
    conn.execute(keep_message, rows.message_row(facts))


def member(conn: Connection, who: Member, at: datetime) -> MemberRecord:
    """What is remembered of a member, with the strikes that stood at that time."""
    key = _author(who)
    struck = _struck(conn, _STANDING, now=at, **key)
    row = conn.execute(_MEMBER, key).mappings().first()
    return MemberRecord(strikes=struck) if row is None else rows.to_member(row, struck)


def _author(who: Member) -> dict[str, str]:
    return {"platform": who.platform, "community": who.community, "author": who.id}


def _struck(conn: Connection, statement: sa.Select[Any], **values: object) -> tuple[Strike, ...]:
    return tuple(rows.to_strike(row) for row in conn.execute(statement, values).mappings())


@cache
def _keeping(dialect: str) -> tuple[Insert, Insert, Insert]:
    """The three statements of `remember`: put in, or replace what was there.

    A date of joining, or of the account, that is no longer told is kept. Words give way to an edit
    only, or to a repeated delivery of words that were never edited.
    """
    who, where, what = (inserting(dialect, table) for table in (members, conversations, messages))
    said = _replacing(what)
    said["sent_at"] = messages.c.sent_at
    said["edited_at"] = func.coalesce(what.excluded.edited_at, messages.c.edited_at)
    fresh = or_(messages.c.edited_at.is_(None), what.excluded.edited_at.is_not(None))
    dates = {
        name: func.coalesce(who.excluded[name], members.c[name])
        for name in ("joined_at", "created_at")
    }
    return (
        _keep(who, {**_replacing(who), **dates}),
        _keep(where, _replacing(where)),
        _keep(what, said, fresh),
    )


def _replacing(statement: Insert) -> dict[str, Any]:
    columns = statement.table.columns
    return {each.name: statement.excluded[each.name] for each in columns if not each.primary_key}


def _keep(
    statement: Insert, values: dict[str, Any], when: sa.ColumnElement[bool] | None = None
) -> Insert:
    key = [each.name for each in statement.table.primary_key]
    return statement.on_conflict_do_update(index_elements=key, set_=values, where=when)
