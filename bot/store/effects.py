"""What shall be done, is being done and was done: each effect once, by its key."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select, update

from bot.model import Case, Conversation, Effect, Outcome, Progress
from bot.store.database import inserting
from bot.store.joins import EFFECTS
from bot.store.rows import effect_row, to_effect
from bot.store.tables import PLACE, effects
from bot.store.trail import note

_INTENDED = effects.c.progress == Progress.INTENDED.value
_OPEN = effects.c.progress.in_([Progress.INTENDED, Progress.STARTED, Progress.UNCONFIRMED])
_KEY = effects.c.key == bindparam("wanted")

_BEGIN = update(effects).where(_KEY, _INTENDED).values(progress=Progress.STARTED.value)
_FINISH = update(effects).where(_KEY, _OPEN)
_POSTPONE = (
    update(effects)
    .where(_KEY, effects.c.progress == Progress.STARTED.value)
    .values(progress=Progress.INTENDED.value)
)
_NOW_GONE = (effects.c.case_id == bindparam("number"), effects.c.undo.is_(False))
_CANCEL = (
    update(effects)
    .where(*_NOW_GONE, _INTENDED, effects.c.key.not_like("%/then/%"))
    .values(progress=Progress.CANCELLED.value, detail="a manager decided first")
)
_LET_GO = (
    update(effects)
    .where(*_NOW_GONE, effects.c.progress == Progress.STARTED.value)
    .values(progress=Progress.UNCONFIRMED.value, detail="a manager decided meanwhile")
)
_ONE = select(effects.c.id, effects.c.case_id, effects.c.action, effects.c.undo, effects.c.by)
_DUE = EFFECTS.where(_INTENDED, effects.c.due_at <= bindparam("now"))
_STARTED = EFFECTS.where(effects.c.progress == Progress.STARTED.value)
_NEXT = select(func.min(effects.c.due_at)).where(_INTENDED)
_HERE = and_(*(effects.c[name] == bindparam(f"of_{name}") for name in PLACE))
_WAITING = EFFECTS.where(_INTENDED, _HERE, effects.c.action == bindparam("name"))
_ELSEWHERE = EFFECTS.where(
    effects.c.platform == bindparam("platform"),
    effects.c.community == bindparam("community"),
    effects.c.target.in_(bindparam("targets", expanding=True)),
    effects.c.case_id != bindparam("number"),
)
_OF_CASE = EFFECTS.where(effects.c.case_id == bindparam("number"))


def intend(conn: Connection, wanted: Iterable[Effect]) -> tuple[Effect, ...]:
    """Write down what shall be done; those that are there already stay as they are."""
    statement = inserting(conn.dialect.name, effects).on_conflict_do_nothing(
        index_elements=[effects.c.key]
    )
    new = []
    for effect in wanted:
        if conn.execute(statement, effect_row(effect)).rowcount:
            _note(conn, effect.key, "intended", effect.at)
            new.append(effect)
    return tuple(new)


def begin(conn: Connection, key: str, at: datetime) -> bool:
    """From intended to started, for one caller only."""
    taken = conn.execute(_BEGIN, {"wanted": key, "started_at": at}).rowcount == 1
    if taken:
        _note(conn, key, Progress.STARTED, at)
    return taken


def finish(conn: Connection, key: str, outcome: Outcome, at: datetime) -> None:
    """Write down an outcome; one that is certain is never changed again."""
    found = {"progress": outcome.progress.value, "detail": outcome.detail, "finished_at": at}
    if conn.execute(_FINISH, {"wanted": key, **found}).rowcount:
        _note(conn, key, outcome.progress, at)


def postpone(conn: Connection, key: str, until: datetime, detail: str) -> None:
    """From started back to intended, to be tried again at that time."""
    conn.execute(_POSTPONE, {"wanted": key, "due_at": until, "detail": detail})


def give_up(conn: Connection, case_id: int, by: str, at: datetime) -> None:
    """Of one case: cancel what was not begun, and leave open how what was begun has ended.

    The end of a slow mode stays intended: it only ends what is still there.
    """
    for statement, progress in ((_CANCEL, Progress.CANCELLED), (_LET_GO, Progress.UNCONFIRMED)):
        found = conn.execute(statement, {"number": case_id, "finished_at": at}).rowcount
        if found:
            note(conn, at, case_id, by, progress, effects=found)


def due(conn: Connection, at: datetime, platforms: Collection[str]) -> tuple[Effect, ...]:
    """Intended effects whose time has come: oldest first, then as they were intended."""
    found = _of(_DUE, platforms).order_by(effects.c.due_at, effects.c.id)
    return _read(conn, found, now=at)


def next_due(conn: Connection) -> datetime | None:
    """The earliest due time of an intended effect."""
    earliest: datetime | None = conn.execute(_NEXT).scalar()
    return earliest


def waiting(conn: Connection, where: Conversation, action: str) -> tuple[Effect, ...]:
    """Intended effects of one action in one conversation, the first to fall due first."""
    place = dict(zip(PLACE, (where.platform, where.community, where.id), strict=True))
    here = {f"of_{name}": value for name, value in place.items()}
    return _read(conn, _WAITING.order_by(effects.c.due_at, effects.c.id), name=action, **here)


def interrupted(conn: Connection, platforms: Collection[str]) -> tuple[Effect, ...]:
    """Effects that were begun and not finished, as they were begun."""
    return _read(conn, _of(_STARTED, platforms).order_by(effects.c.started_at, effects.c.id))


def of_case(conn: Connection, case_id: int) -> tuple[Effect, ...]:
    """Everything that was intended in a case, in the order it was."""
    return _read(conn, _OF_CASE.order_by(effects.c.id), number=case_id)


def of_members(conn: Connection, case: Case) -> tuple[Effect, ...]:
    """What other cases have asked for about the members whom this case's effects concern."""
    where = case.conversation
    return _read(
        conn,
        _ELSEWHERE.order_by(effects.c.id),
        platform=where.platform,
        community=where.community,
        targets=sorted({effect.message.author.id for effect in case.effects}),
        number=case.id,
    )


def _of(statement: Select[Any], platforms: Collection[str]) -> Select[Any]:
    """Only those of these platforms, if any are named: another process acts on the others."""
    return statement.where(effects.c.platform.in_(platforms)) if platforms else statement


def _read(conn: Connection, statement: Select[Any], **values: object) -> tuple[Effect, ...]:
    return tuple(to_effect(row) for row in conn.execute(statement, values).mappings())


def _note(conn: Connection, key: str, kind: str, at: datetime) -> None:
    one = conn.execute(_ONE.where(_KEY), {"wanted": key}).one()
    note(conn, at, one.case_id, one.by, kind, effect=one.id, action=one.action, undo=one.undo)
