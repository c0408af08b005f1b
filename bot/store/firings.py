"""Rules that fired where a manager found that nothing had happened: they count no longer."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Table, and_, select

from bot.context.fired import Firing, without
from bot.model import Case
from bot.store import counts
from bot.store.database import hold, member_lock
from bot.store.tables import conversations, members

_FIRED = TypeAdapter(dict[str, tuple[datetime, ...]])


def hold_authors(conn: Connection, case: Case | None) -> None:
    """Hold all who wrote in a case; to be called before anything else is held."""
    found = {member_lock(hit.message.author) for hit in case.hits} if case else set()
    hold(conn, *sorted(found))


def take_back(conn: Connection, case: Case) -> None:
    """Take what fired on the messages of a case out of the records that rules count in.

    An edit of one of them may fire anew.
    """
    counts.take_back(conn, case)
    by_author: dict[str, list[Firing]] = defaultdict(list)
    first: dict[tuple[str, str], Firing] = {}
    for hit in case.hits:
        for rule in (*hit.verdict.rules, *hit.verdict.shadow):
            firing = rule, hit.message.sent_at
            if first.setdefault((hit.message.id, rule), firing) is firing:
                by_author[hit.message.author.id].append(firing)
    where = case.conversation
    for author, firings in by_author.items():
        _correct(conn, members, _key(members, where.platform, where.community, author), firings)
    every = [firing for firings in by_author.values() for firing in firings]
    place = _key(conversations, where.platform, where.community, where.id)
    _correct(conn, conversations, place, every)


def _key(table: Table, platform: str, community: str, number: str) -> ColumnElement[bool]:
    c = table.c
    return and_(c.platform == platform, c.community == community, c.id == number)


def _correct(
    conn: Connection, table: Table, key: ColumnElement[bool], firings: Iterable[Firing]
) -> None:
    kept = conn.execute(select(table.c.fired).where(key)).scalar_one()
    left = without(_FIRED.validate_python(kept), firings)
    conn.execute(table.update().where(key).values(fired=left))
