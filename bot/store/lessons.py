"""What managers decided, as lessons for the model: scores and outcomes, no word of any text."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from bot.model import Scores
from bot.store.counts import UPHELD
from bot.store.deciding import SETTLING
from bot.store.history import Key
from bot.store.opening import existing
from bot.store.tables import MESSAGE, decisions, hits
from bot.store.trail import BOT

EVER = datetime(1970, 1, 1, tzinfo=UTC)

_HITS = (
    select(*(hits.c[name] for name in MESSAGE), hits.c.case_id, hits.c.scores, hits.c.verdict)
    .where(hits.c.at > bindparam("since"), hits.c.case_id.in_(select(decisions.c.case_id)))
    .order_by(hits.c.case_id, hits.c.id)
)
_DECISIONS = select(decisions.c.case_id, decisions.c.by, decisions.c.word).order_by(
    decisions.c.case_id, decisions.c.round
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

    Of a case counts what a human said last and nobody took back; where there is nothing of that
    kind it teaches nothing, so that the model never learns from itself. The newest case that
    teaches counts of those that hold the message, with its last words there. `StoreError` says what
    is in the way.
    """
    async with existing(address) as store, store.database.transaction(write=False) as run:
        return await run(_lessons, since or EVER)


def _lessons(conn: Connection, since: datetime) -> tuple[Lesson, ...]:
    upheld = _upheld(conn)
    found: dict[Key, Lesson] = {}
    for *key, case_id, scores, verdict in conn.execute(_HITS, {"since": since}):
        if case_id in upheld:
            place = key[0], key[1]
            taught = Lesson(*place, case_id, upheld[case_id], scores, _looked_at(verdict))
            found[tuple(key)] = taught
    return tuple(sorted(found.values(), key=lambda one: (one.case_id, one.platform, one.community)))


def _upheld(conn: Connection) -> dict[int, bool]:
    """Whether humans found a violation, of each case in which what they found stands.

    An undo, whoever asks for it, takes back what was upheld; a dismissal stands all the same.
    """
    found: dict[int, bool] = {}
    for case_id, by, word in conn.execute(_DECISIONS):
        if word not in SETTLING:
            if found.get(case_id):
                del found[case_id]
        elif by not in ("", BOT):
            found[case_id] = word in UPHELD
    return found


def _looked_at(verdict: dict[str, Any]) -> frozenset[str]:
    """The signals that were high enough for the rules that fired; a low one is no reason here."""
    return frozenset(
        reason["signal"]
        for reason in verdict["reasons"]
        if reason["rule"] in verdict["rules"]
        and reason["value"] is not None
        and not reason["need"].startswith(("not ", "<"))
    )
