"""Cases: opened and grown by an incident, listed and shown to managers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.actions.escalate import PRIORITIES
from bot.model import Action, Case, Conversation, Facts, Hit, Message, Person, Strike, Verdict
from bot.store import effects, rows
from bot.store.database import add, inserting
from bot.store.joins import CASES, HITS, MESSAGES
from bot.store.tables import MESSAGE, cases, decisions, hits, messages, strikes
from bot.store.text import storable
from bot.store.trail import BOT, note

_ONE = CASES.where(cases.c.id == bindparam("number"))
_HIT = (
    select(hits.c.id, hits.c.text)
    .where(*(hits.c[name] == bindparam(name) for name in ("case_id", *MESSAGE)))
    .order_by(hits.c.id.desc())
    .limit(1)
)
_HITS = HITS.where(hits.c.case_id == bindparam("number")).order_by(hits.c.id)
_DECISIONS = (
    select(decisions).where(decisions.c.case_id == bindparam("number")).order_by(decisions.c.round)
)


def file(
    conn: Connection, case: Case | None, facts: Facts, verdict: Verdict, people: Sequence[Person]
) -> Case:
    """Add a message to this case, or to a new one, and count its strikes."""
    message = facts.message
    grown = _grow(case or _open(conn, message), message, verdict, people)
    conn.execute(cases.update().where(cases.c.id == grown.id).values(rows.case_row(grown)))
    _hit(conn, grown, facts, verdict)
    strike(conn, grown, message, verdict.strikes)
    return grown


def _open(conn: Connection, message: Message) -> Case:
    where, at = message.conversation, message.sent_at
    case = Case(0, where, at, at)
    row = {**rows.case_row(case), **rows.place(where), "opened_at": at, "state": case.state}
    number = add(conn, cases, {**row, "round": 0})
    note(conn, at, number, BOT, "opened")
    return replace(case, id=number)


def _grow(case: Case, message: Message, verdict: Verdict, people: Sequence[Person]) -> Case:
    """The case with one more message in it: rules, policies and people in order of appearance."""
    now = {person.id for person in people}
    queue, priority = _asked(case, verdict.actions)
    return replace(
        case,
        last_at=max(case.last_at, message.sent_at),
        queue=queue,
        priority=priority,
        rules=tuple(dict.fromkeys((*case.rules, *verdict.rules))),
        policies=tuple(dict.fromkeys((*case.policies, *verdict.policies))),
        people=(*people, *(person for person in case.people if person.id not in now)),
    )


def _asked(case: Case, actions: Sequence[Action]) -> tuple[str | None, str]:
    """The queue that was asked first, or later with a higher priority; and the highest so far."""
    queue, priority = case.queue, case.priority
    for action in actions:
        if action.name == "escalate":
            asked = str(action.options.get("priority", "normal"))
            higher = PRIORITIES.index(asked) > PRIORITIES.index(priority)
            if queue is None or higher:
                queue = str(action.options.get("queue", "community"))
            priority = asked if higher else priority
    return queue, priority


def _hit(conn: Connection, case: Case, facts: Facts, verdict: Verdict) -> None:
    """Keep the words as they were judged; the same words again replace what was said of them."""
    message = facts.message
    key = {"case_id": case.id, **rows.message_key(message)}
    judged = {"scores": facts.kept_scores, "verdict": verdict}
    last = conn.execute(_HIT, key).first()
    if last is not None and last.text == storable(message.text):
        number = last.id
        conn.execute(hits.update().where(hits.c.id == number), judged)
    else:
        said = {"text": message.text, "at": message.sent_at, "edited": message.edited}
        number = add(conn, hits, {**key, **said, **judged})
    note(
        conn,
        message.sent_at,
        case.id,
        BOT,
        "hit",
        hit=number,
        rules=list(verdict.rules),
        versions=list(verdict.versions),
        rulebook=verdict.rulebook,
    )


def strike(conn: Connection, case: Case, message: Message, wanted: Sequence[Strike]) -> None:
    """One strike a policy and message, however often it is judged."""
    statement = inserting(conn.dialect.name, strikes).on_conflict_do_nothing()
    of = {**rows.message_key(message), "author": message.author.id, "case_id": case.id}
    for one in wanted:
        if conn.execute(statement, {**of, **rows.strike_row(one)}).rowcount:
            note(conn, message.sent_at, case.id, BOT, "struck", policy=one.policy)


def headline(conn: Connection, case_id: int) -> Case | None:
    """One case without hits, effects or decisions."""
    row = conn.execute(_ONE, {"number": case_id}).mappings().first()
    return None if row is None else rows.to_case(row)


def whole(conn: Connection, case_id: int) -> Case | None:
    """One case with its hits, effects and decisions, each in the order they came."""
    case = headline(conn, case_id)
    if case is None:
        return None
    of = {"number": case_id}
    return replace(
        case,
        hits=tuple(rows.to_hit(row) for row in conn.execute(_HITS, of).mappings()),
        effects=effects.of_case(conn, case_id),
        decisions=tuple(rows.to_decision(row) for row in conn.execute(_DECISIONS, of).mappings()),
    )


def listed(
    conn: Connection, *, escalated: bool, states: Sequence[str], limit: int
) -> tuple[Case, ...]:
    """Headlines, newest first."""
    statement = CASES.order_by(cases.c.id.desc()).limit(limit)
    if escalated:
        statement = statement.where(cases.c.queue.is_not(None))
    if states:
        statement = statement.where(cases.c.state.in_(states))
    return tuple(rows.to_case(row) for row in conn.execute(statement).mappings())


def transcript(
    conn: Connection, where: Conversation, since: datetime, until: datetime, limit: int
) -> tuple[Hit, ...]:
    """What was said in a conversation, oldest first; of more than `limit`, the latest."""
    place = (messages.c[name] == value for name, value in rows.place(where).items())
    statement = (
        MESSAGES.where(*place, messages.c.sent_at.between(since, until))
        .order_by(messages.c.sent_at.desc(), messages.c.id.desc())
        .limit(limit)
    )
    found = [rows.to_line(row) for row in conn.execute(statement).mappings()]
    return tuple(reversed(found))
