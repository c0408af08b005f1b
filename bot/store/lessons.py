"""What managers decided, as lessons for the model: scores and outcomes, no word of any text."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from bot.model import Scores
from bot.store.deciding import SETTLING
from bot.store.history import Key, decided
from bot.store.opening import existing
from bot.store.tables import MESSAGE, decisions, hits
from bot.store.trail import BOT

EVER = datetime(1970, 1, 1, tzinfo=UTC)

_HITS = (
    select(*(hits.c[name] for name in MESSAGE), hits.c.case_id, hits.c.scores, hits.c.verdict)
    .where(hits.c.at > bindparam("since"), hits.c.case_id.in_(select(decisions.c.case_id)))
    .order_by(hits.c.id)
)
_AUTOMATIC = select(decisions.c.case_id).where(
    decisions.c.by.in_(("", BOT)), decisions.c.word.in_(SETTLING)
)


class Lesson(NamedTuple):
    """A message on which rules fired and people decided, in the words that it was judged on."""

    platform: str
    community: str
    case_id: int
    upheld: bool
    scores: Scores
    """The model's own, uncorrected."""
    labels: frozenset[str]
    """Those whose high scores the rules fired for; the decision says nothing about others."""


async def lessons(address: str, since: datetime | None = None) -> tuple[Lesson, ...]:
    """A lesson for each message in a decided case, said later than `since`, in the order of cases.

    The newest decided case that holds the message counts, with its last words there. A case that
    was undone, or that no human decided, teaches nothing. `StoreError` says what is in the way.
    """
    async with existing(address) as store, store.database.transaction(write=False) as run:
        return await run(_lessons, since or EVER)


def _lessons(conn: Connection, since: datetime) -> tuple[Lesson, ...]:
    outcomes = decided(conn, since)
    automatic = frozenset(conn.execute(_AUTOMATIC).scalars())
    found: dict[Key, Lesson] = {}
    for *key, case_id, scores, verdict in conn.execute(_HITS, {"since": since}):
        outcome = outcomes.get(tuple(key))
        if outcome is not None and outcome.case_id == case_id and case_id not in automatic:
            place = key[0], key[1]
            found[tuple(key)] = Lesson(*place, case_id, outcome.right, scores, _looked_at(verdict))
    return tuple(sorted(found.values(), key=lambda one: (one.case_id, one.platform, one.community)))


def _looked_at(verdict: dict[str, Any]) -> frozenset[str]:
    """The signals that were high enough for the rules that fired; a low one is no reason here."""
    return frozenset(
        reason["signal"]
        for reason in verdict["reasons"]
        if reason["rule"] in verdict["rules"]
        and reason["value"] is not None
        and not reason["need"].startswith(("not ", "<"))
    )
