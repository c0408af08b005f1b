"""How often each rule fired, and what managers made of the cases it led to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, case, distinct, func, or_, select

from bot.model import Case, Message
from bot.model.lifecycle import RuleCounts, RuleHit
from bot.store import rows
from bot.store.database import inserting
from bot.store.tables import MESSAGE, decisions, rule_hits

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
_BEFORE = select(rule_hits.c.rule).where(
    *(rule_hits.c[name] == bindparam(name) for name in MESSAGE),
    or_(rule_hits.c.case_id.is_(None), rule_hits.c.case_id.not_in(select(_WRONG.c.case_id))),
)
_JUDGED = case((rule_hits.c.mode != "shadow", rule_hits.c.case_id))
"""The case it led to; a rule in shadow mode leads to none, so no decision is about it."""
_CLOSE = rule_hits.update().where(
    *(rule_hits.c[name] == bindparam(f"of_{name}") for name in (*MESSAGE, "rule")),
    rule_hits.c.mode == "shadow",
    rule_hits.c.case_id.is_(None),
)
_ONE = (rule_hits.c.rule, rule_hits.c.version, rule_hits.c.mode)
_COUNTS = (
    select(
        *_ONE,
        func.count().label("hits"),
        func.count(distinct(_RIGHT.c.case_id)).label("upheld"),
        func.count(distinct(_WRONG.c.case_id)).label("dismissed"),
    )
    .select_from(
        rule_hits.outerjoin(_RIGHT, _RIGHT.c.case_id == _JUDGED).outerjoin(
            _WRONG, _WRONG.c.case_id == _JUDGED
        )
    )
    .where(rule_hits.c.at >= bindparam("since"))
    .group_by(*_ONE)
    .order_by(*_ONE)
)


def before(conn: Connection, message: Message) -> frozenset[str]:
    """The rules that fired on this message before, in whatever words it had then.

    Without those whose case was dismissed.
    """
    return frozenset(conn.execute(_BEFORE, rows.message_key(message)).scalars())


def count(
    conn: Connection, message: Message, case_id: int | None, fired: Iterable[RuleHit]
) -> None:
    """Each rule once a message: when an edit is judged again, the latest stands."""
    insert = inserting(conn.dialect.name, rule_hits)
    now = {name: insert.excluded[name] for name in ("version", "mode", "at", "case_id")}
    statement = insert.on_conflict_do_update(index_elements=[*MESSAGE, "rule"], set_=now)
    for hit in fired:
        conn.execute(
            statement,
            {
                **rows.message_key(message),
                "rule": hit.rule,
                "version": hit.version,
                "mode": hit.mode,
                "at": message.sent_at,
                "case_id": None if hit.mode == "shadow" else case_id,
            },
        )


def take_back(conn: Connection, dismissed: Case) -> None:
    """Let what fired in shadow mode on the messages of a dismissed case go with that case.

    It stays counted; only `before` passes it over.
    """
    for hit in dismissed.hits:
        key = rows.message_key(hit.message)
        for rule in hit.verdict.shadow:
            of = {f"of_{name}": value for name, value in {**key, "rule": rule}.items()}
            conn.execute(_CLOSE, {**of, "case_id": dismissed.id})


def rule_counts(conn: Connection, since: datetime) -> tuple[RuleCounts, ...]:
    """The counts of each rule, version and mode that fired since then, in that order."""
    found = conn.execute(_COUNTS, {"since": since}).mappings()
    return tuple(RuleCounts(**row) for row in found)
