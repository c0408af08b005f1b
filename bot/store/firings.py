"""Rules that fired where a manager found that nothing had happened: they count no longer."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, select

from bot.context.fired import Firing, without
from bot.model import Conversation, Member
from bot.store import counts
from bot.store.database import conversation_lock, hold, member_lock
from bot.store.joins import of_message
from bot.store.tables import conversations, hits, members, messages

_FIRED = TypeAdapter(dict[str, tuple[datetime, ...]])
_AUTHORS = (
    select(messages.c.author)
    .select_from(hits.join(messages, of_message(hits)))
    .where(hits.c.case_id == bindparam("number"))
    .distinct()
)


def hold_authors(conn: Connection, case_id: int, where: Conversation) -> None:
    """Hold all who wrote in a case and then its conversation, so that nobody else joins it.

    To be called before anything else is held. Whoever holds a conversation waits for no other
    name: when somebody joined meanwhile, all is let go and waited for anew, with them.
    """
    held: set[str] = set()
    while True:
        step = conn.begin_nested()
        hold(conn, *sorted(held), conversation_lock(where))
        authors = _authors(conn, case_id, where)
        if authors <= held:
            step.commit()
            return
        step.rollback()
        held |= authors


def _authors(conn: Connection, case_id: int, where: Conversation) -> set[str]:
    found = conn.execute(_AUTHORS, {"number": case_id}).scalars()
    return {member_lock(Member(where.platform, where.community, author, "")) for author in found}


def take_back(conn: Connection, case_id: int, where: Conversation) -> None:
    """Take what fired in a case, and stands in no other, out of the records that rules count in.

    An edit of one of its messages may fire anew, which a second dismissal leaves alone.
    """
    freed = counts.take_back(conn, case_id)
    by_author: dict[str, list[Firing]] = defaultdict(list)
    for one in freed:
        by_author[one.author].append((one.rule, one.at))
    for author, firings in by_author.items():
        _correct(conn, members, _key(members, where.platform, where.community, author), firings)
    place = _key(conversations, where.platform, where.community, where.id)
    _correct(conn, conversations, place, [(one.rule, one.at) for one in freed])


def _key(table: Table, platform: str, community: str, number: str) -> ColumnElement[bool]:
    c = table.c
    return and_(c.platform == platform, c.community == community, c.id == number)


def _correct(
    conn: Connection, table: Table, key: ColumnElement[bool], firings: Iterable[Firing]
) -> None:
    kept = conn.execute(select(table.c.fired).where(key)).scalar_one()
    left = without(_FIRED.validate_python(kept), firings)
    conn.execute(table.update().where(key).values(fired=left))
