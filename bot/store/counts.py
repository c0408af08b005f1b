"""How often each rule fired, and what managers made of the cases it led to."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, distinct, exists, func, select

from bot.model import Message
from bot.model.lifecycle import RuleCounts, RuleHit
from bot.store import rows
from bot.store.joins import of_message
from bot.store.tables import MESSAGE, decisions, messages, rule_hits

UPHELD = ("uphold", "lighter", "stronger")
"""Words by which a manager says that there was a violation."""
DISMISSED = ("dismiss",)
"""Words by which a manager says that there was none; they stand, whatever is said after them."""

_last = (
    select(decisions.c.case_id, func.max(decisions.c.round).label("round"))
    .group_by(decisions.c.case_id)
    .subquery("last_decisions")
)
_RIGHT = (
    select(decisions.c.case_id)
    .join(_last, and_(decisions.c.case_id == _last.c.case_id, decisions.c.round == _last.c.round))
    .where(decisions.c.word.in_(UPHELD))
    .subquery("upheld_cases")
)
_WRONG = (
    select(decisions.c.case_id)
    .where(decisions.c.word.in_(DISMISSED))
    .distinct()
    .subquery("dismissed_cases")
)
_JUDGED = case((rule_hits.c.mode != "shadow", rule_hits.c.case_id))
"""The case it led to; no decision is about a rule in shadow mode."""
_ONE = ("rule", "version", "mode")
_HITS = (
    select(
        *(rule_hits.c[name] for name in _ONE),
        _JUDGED.label("judged"),
        func.row_number()
        .over(partition_by=[rule_hits.c[name] for name in (*_ONE, *MESSAGE)])
        .label("nth"),
    )
    .where(rule_hits.c.at >= bindparam("since"))
    .subquery("counted")
)
"""Of each message the first row counts, however many cases it led to."""
_COUNTS = (
    select(
        *(_HITS.c[name] for name in _ONE),
        func.count(case((_HITS.c.nth == 1, 1))).label("hits"),
        func.count(distinct(_RIGHT.c.case_id)).label("upheld"),
        func.count(distinct(_WRONG.c.case_id)).label("dismissed"),
    )
    .select_from(
        _HITS.outerjoin(_RIGHT, _RIGHT.c.case_id == _HITS.c.judged).outerjoin(
            _WRONG, _WRONG.c.case_id == _HITS.c.judged
        )
    )
    .group_by(*(_HITS.c[name] for name in _ONE))
    .order_by(*(_HITS.c[name] for name in _ONE))
)
_NOTED = (
    select(rule_hits.c.rule, func.min(rule_hits.c.noted_at).label("noted_at"))
    .where(
        *(rule_hits.c[name] == bindparam(name) for name in MESSAGE),
        rule_hits.c.noted_at.is_not(None),
    )
    .group_by(rule_hits.c.rule)
)
_AGAIN = rule_hits.update().where(
    *(rule_hits.c[name] == bindparam(f"of_{name}") for name in (*MESSAGE, "rule")),
    rule_hits.c.case_id.is_not_distinct_from(bindparam("of_case_id")),
)
_other = rule_hits.alias("other_hits")
_HELD = (
    select(messages.c.author, rule_hits.c.rule, rule_hits.c.noted_at)
    .join_from(rule_hits, messages, of_message(rule_hits))
    .where(
        rule_hits.c.case_id == bindparam("number"),
        rule_hits.c.noted_at.is_not(None),
        ~exists().where(
            *(_other.c[name] == rule_hits.c[name] for name in (*MESSAGE, "rule")),
            _other.c.id != rule_hits.c.id,
            _other.c.noted_at.is_not(None),
        ),
    )
    .order_by(rule_hits.c.id)
)
_FREE = rule_hits.update().where(rule_hits.c.case_id == bindparam("number"))


class Freed(NamedTuple):
    """Something that fired and stands in the records no longer, with the time it had there."""

    author: str
    rule: str
    at: datetime


def before(conn: Connection, message: Message) -> frozenset[str]:
    """The rules that fired on this message before, in whatever words it had then.

    Without those that fired in dismissed cases alone.
    """
    return frozenset(_noted(conn, message))


def count(
    conn: Connection, message: Message, case_id: int | None, fired: Sequence[RuleHit]
) -> None:
    """Each rule once a message and case: when an edit is judged again, the latest stands.

    What fires in shadow mode alone leads to no case.
    """
    led_to = case_id if any(hit.mode != "shadow" for hit in fired) else None
    noted = _noted(conn, message)
    for hit in fired:
        key = {**rows.message_key(message), "rule": hit.rule, "case_id": led_to}
        now = {
            "version": hit.version,
            "mode": hit.mode,
            "at": message.sent_at,
            "noted_at": noted.get(hit.rule, message.sent_at),
        }
        of = {f"of_{name}": value for name, value in key.items()}
        if not conn.execute(_AGAIN, {**of, **now}).rowcount:
            conn.execute(rule_hits.insert(), {**key, **now})


def take_back(conn: Connection, case_id: int) -> list[Freed]:
    """Let go of what fired in a dismissed case, once and for all; the rest of it stays counted.

    Gives what no other case holds, so that it leaves the records. An undo brings nothing back.
    """
    freed = [Freed(*row) for row in conn.execute(_HELD, {"number": case_id})]
    conn.execute(_FREE, {"number": case_id, "noted_at": None})
    return freed


def _noted(conn: Connection, message: Message) -> dict[str, datetime]:
    """With which time each rule that fired on this message stands in the records."""
    found = conn.execute(_NOTED, rows.message_key(message))
    return {row.rule: row.noted_at for row in found}


def rule_counts(conn: Connection, since: datetime) -> tuple[RuleCounts, ...]:
    """The counts of each rule, version and mode that fired since then, in that order."""
    found = conn.execute(_COUNTS, {"since": since}).mappings()
    return tuple(RuleCounts(**row) for row in found)
