"""Claims and decisions: of two managers one wins, and the other is told who."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.errors import ReviewError
from bot.model import Case, Conversation, Decision, Effect, Member, Strike
from bot.store import cases as files
from bot.store import effects, firings, memory
from bot.store.counts import DISMISSED, UPHELD
from bot.store.database import conversation_lock, hold
from bot.store.memory import JOINABLE
from bot.store.tables import cases, decisions, strikes
from bot.store.trail import note

TakingBack = Callable[[Case, Sequence[Effect]], Sequence[Effect]]
"""The effects that take back what was done in a case, which is given as it stands now, beside what
other cases have asked for about the same members."""

Confirming = Callable[[Case, Mapping[Member, Sequence[Strike]]], Sequence[Effect]]
"""The effects that were proposed, given the strikes of members that count by now."""

UPHOLD = "uphold"
"""The word by which what was done, or proposed, stands."""
SETTLING = (*UPHELD, *DISMISSED)
"""The words that say whether there was a violation; behind one of them, only an undo follows."""
_CASE = select(cases).where(cases.c.id == bindparam("number"))
_DECISIONS = (
    select(decisions.c.round, decisions.c.by, decisions.c.word)
    .where(decisions.c.case_id == bindparam("number"), decisions.c.round >= bindparam("since"))
    .order_by(decisions.c.round)
)
_CHANGE = cases.update().where(cases.c.id == bindparam("number"))
_LIFT = strikes.update().where(
    strikes.c.case_id == bindparam("number"), strikes.c.lifted_at.is_(None)
)


def claim(conn: Connection, case_id: int, by: str, at: datetime, until: datetime) -> Case:
    """Take a case that is free, one's own, or past half of somebody else's lease."""
    row = _held(conn, case_id)
    if row.state not in JOINABLE:
        raise _decided(conn, case_id, 0)
    if _taken(row, by, at) and at < row.claimed_at + (row.claimed_until - row.claimed_at) / 2:
        raise _claimed(row)
    lease = {"claimed_by": by, "claimed_at": at, "claimed_until": until}
    conn.execute(_CHANGE, {"number": case_id, "state": "claimed", **lease})
    note(conn, at, case_id, by, "claimed", until=until.isoformat())
    return _whole(conn, case_id)


def decide(
    conn: Connection,
    case_id: int,
    decision: Decision,
    back: TakingBack | None,
    forth: Confirming | None = None,
) -> Case:
    """Close this round of a case; with `back`, take back all that was done in it.

    With `forth`, do what was proposed in it, and count the strikes that waited for that.

    What was still to be done is then given up, what is just being done counts as done, and the
    strikes are lifted. A case that is decided can be undone; what is undone can still be
    dismissed, but not upheld, for nothing is left of it. What fired in a case that is dismissed
    does not count for rules that look at how often others fired, not even when that is undone.
    """
    row = _held(conn, case_id, authors=decision.word in DISMISSED)
    _check(conn, row, decision)
    said = {"word": decision.word, "note": decision.note, "by": decision.by, "at": decision.at}
    conn.execute(decisions.insert(), {"case_id": case_id, "round": decision.round, **said})
    free = {"claimed_by": None, "claimed_at": None, "claimed_until": None}
    conn.execute(
        _CHANGE, {"number": case_id, "state": "decided", "round": decision.round + 1, **free}
    )
    note(
        conn, decision.at, case_id, decision.by, "decided", round=decision.round, word=decision.word
    )
    if decision.word in DISMISSED:
        where = Conversation(row.platform, row.community, row.conversation)
        firings.take_back(conn, case_id, where)
    if back is not None:
        _take_back(conn, case_id, decision, back)
    if forth is not None:
        _confirm(conn, case_id, decision, forth)
    return _whole(conn, case_id)


def _take_back(conn: Connection, case_id: int, decision: Decision, back: TakingBack) -> None:
    effects.give_up(conn, case_id, decision.by, decision.at)
    now = _whole(conn, case_id)
    effects.intend(conn, back(now, effects.of_members(conn, now)))
    lifted = conn.execute(_LIFT, {"number": case_id, "lifted_at": decision.at}).rowcount
    note(conn, decision.at, case_id, decision.by, "lifted", strikes=lifted)


def _confirm(conn: Connection, case_id: int, decision: Decision, forth: Confirming) -> None:
    upheld = _whole(conn, case_id)
    authors = {hit.message.author for hit in upheld.hits if hit.verdict.proposed}
    standing = {who: memory.member(conn, who, decision.at).strikes for who in authors}
    effects.intend(conn, forth(upheld, standing))
    for hit in upheld.hits:
        files.strike(conn, upheld, hit.message, hit.verdict.pending)


def _held(conn: Connection, case_id: int, *, authors: bool = False) -> Row[Any]:
    """The row of a case that nobody else can change, and that no message joins meanwhile.

    With `authors`, nobody else can change the records of those who wrote in it either.
    """
    found = conn.execute(_CASE, {"number": case_id}).first()
    if found is None:
        raise ReviewError(f"there is no case {case_id}")
    where = Conversation(found.platform, found.community, found.conversation)
    if authors:
        firings.hold_authors(conn, case_id, where)
    else:
        hold(conn, conversation_lock(where))
    return conn.execute(_CASE, {"number": case_id}).one()


def _check(conn: Connection, row: Row[Any], decision: Decision) -> None:
    """Raise unless it is this manager's turn to say this about the case."""
    if decision.round > row.round:
        raise ReviewError(f"case {row.id} is at round {row.round}, not {decision.round}")
    if decision.round < row.round:
        raise _decided(conn, row.id, decision.round)
    if row.state in JOINABLE and _taken(row, decision.by, decision.at):
        raise _claimed(row)
    if row.round and decision.word in SETTLING:
        last = conn.execute(_DECISIONS, {"number": row.id, "since": row.round - 1}).one()
        if last.word in SETTLING or decision.word == UPHOLD:
            raise _decided(conn, row.id, last.round)


def _taken(row: Row[Any], by: str, at: datetime) -> bool:
    """Whether somebody else's lease is running."""
    return row.claimed_by not in {None, by} and at <= row.claimed_until


def _claimed(row: Row[Any]) -> ReviewError:
    until = f"{row.claimed_until:%H:%M} UTC"
    return ReviewError(f"case {row.id} is claimed by {row.claimed_by} until {until}")


def _decided(conn: Connection, case_id: int, since: int) -> ReviewError:
    """Who decided what in that round, or first after it."""
    said = conn.execute(_DECISIONS, {"number": case_id, "since": since}).first()
    by, word = (said.by, said.word) if said else ("somebody", "closed")
    return ReviewError(f"case {case_id} was already decided by {by}: {word}")


def _whole(conn: Connection, case_id: int) -> Case:
    case = files.whole(conn, case_id)
    if case is None:
        raise ReviewError(f"there is no case {case_id}")
    return case
