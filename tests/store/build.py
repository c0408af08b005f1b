"""Builders for what a store keeps; every argument has a harmless default."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.model import (
    Action,
    Case,
    Conversation,
    ConversationRecord,
    Decision,
    Effect,
    Facts,
    Member,
    MemberRecord,
    Message,
    Person,
    Reading,
    Strike,
    Verdict,
)
from bot.store import SqlStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ROOM = Conversation("sandbox", "hearth", "room", "The room")
OTHER_ROOM = replace(ROOM, id="other", name="The other room")
MIA = Member(
    "sandbox",
    "hearth",
    "u1",
    "Mia",
    ("helpers",),
    joined_at=NOON - timedelta(days=90),
    lang="pl",
    created_at=NOON - timedelta(days=900),
)
BEN = Member("sandbox", "hearth", "u2", "Ben")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def message(id: str = "m1", seconds: float = 0, **fields: Any) -> Message:
    given: dict[str, Any] = {
        "conversation": ROOM,
        "author": MIA,
        "text": f"words of {id}",
        "sent_at": after(seconds),
    }
    return Message(id, **{**given, **fields})


def facts(
    said: Message,
    member: MemberRecord | None = None,
    conversation: ConversationRecord | None = None,
    **fields: Any,
) -> Facts:
    given: dict[str, Any] = {"scores": {"insult": 0.5}, "lang": "en"}
    return Facts(
        message=said,
        reading=Reading(said.text, said.text),
        member=member or MemberRecord(said.sent_at, 1, "en"),
        conversation=conversation or ConversationRecord(0.25, said.sent_at),
        **{**given, **fields},
    )


def strike(policy: str = "respect", seconds: float = 0, weight: float = 2.0) -> Strike:
    return Strike(policy, weight, after(seconds), 86400.0)


def verdict(*strikes: Strike, actions: Sequence[Action] = (), **fields: Any) -> Verdict:
    given: dict[str, Any] = {"rules": ("insult",), "policies": ("respect",)}
    return Verdict(actions=tuple(actions), strikes=strikes, **{**given, **fields})


def effect(key: str, case: Case, said: Message, due: float = 0, **fields: Any) -> Effect:
    given: dict[str, Any] = {"action": Action("mute", {"seconds": 600}), "policies": ("respect",)}
    return Effect(
        key=key,
        case_id=case.id,
        message=said,
        at=said.sent_at,
        due_at=after(due),
        **{**given, **fields},
    )


def taking_back(*effects: Effect) -> Callable[[Case, Sequence[Effect]], Sequence[Effect]]:
    """What a manager takes back, whatever the case looks like."""
    return lambda case, others: effects


def decision(
    by: str = "Ana", word: str = "dismiss", round: int = 0, seconds: float = 60
) -> Decision:
    return Decision(round, by, word, "seen", after(seconds))


async def say(store: SqlStore, said: Message, **fields: Any) -> None:
    """A message that breaks no rule."""
    await keep(store, facts(said, **fields))


async def offend(
    store: SqlStore,
    said: Message,
    ruled: Verdict | None = None,
    people: Sequence[Person] = (),
    keys: Sequence[str] = (),
    **fields: Any,
) -> Case:
    """A message that breaks a rule; its effects, one a key, are due when it was sent."""
    found = facts(said, **fields)
    async with store.turn(said) as turn:
        await turn.remember(found)
        case = await turn.file(found, verdict(strike()) if ruled is None else ruled, people)
        await turn.intend([effect(key, case, said) for key in keys])
    return case


async def keep(store: SqlStore, found: Facts) -> None:
    """A message with just these facts."""
    async with store.turn(found.message) as turn:
        await turn.remember(found)


async def ask(store: SqlStore, statement: str, **values: Any) -> list[Any]:
    """The rows of a statement in SQL; what it changes stays."""

    def work(conn: sa.Connection) -> list[Any]:
        result = conn.execute(sa.text(statement), values)
        return list(result.all()) if result.returns_rows else []

    async with store.database.transaction() as run:
        return await run(work)
