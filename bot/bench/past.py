"""A stored history to measure with: the same seed writes the same messages, scores and decisions.

Texts are those of the packaged chat, scores are drawn and not the model's: 1 message in 20 is
hostile, most of them in quarrels, and 1 hostile message in 4 has been decided on by a manager.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table

from bot.bench.load import CONVERSATIONS, MEMBERS, START, lines
from bot.model import (
    Conversation,
    ConversationRecord,
    Decision,
    Facts,
    Member,
    MemberRecord,
    Message,
    Reading,
    Scores,
    Verdict,
)
from bot.store import cases, deciding, open_store, rows
from bot.store.database import inserting
from bot.store.tables import conversations, members, messages

QUARRELS, HOSTILE, RUDE = 0.1, 0.4, 0.01
"""Shares: of gatherings that quarrel, of hostile messages there, and of those elsewhere."""
DECIDED, DISMISSED, REPLIES = 0.25, 0.2, 0.2
"""Shares: of hostile messages, of those decided on, of all messages."""
PACE_S = 15.0
LASTS = timedelta(days=29)
AT_ONCE = 5000
HURTFUL = ("toxicity", "insult", "obscene", "threat", "identity_attack")
AIMED = ("directed", "provocation")


@dataclass(frozen=True, slots=True)
class Said:
    """A message to be stored; `word` is what a manager decided on it."""

    facts: Facts
    word: str | None


async def write_history(address: str, count: int, seed: int = 0) -> None:
    """Put that many messages into the database at this address, which must hold none yet."""
    store = await open_store(address)
    try:
        said = talk(count, seed)
        while part := list(islice(said, AT_ONCE)):
            async with store.database.transaction() as run:
                await run(_write, part)
    finally:
        await store.close()


def talk(count: int, seed: int) -> Iterator[Said]:
    """What is said, one gathering after another."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    number = 0
    while number < count:
        size = min(chance.randrange(10, 60), count - number)
        yield from _gathering(chance, number, size, START + LASTS * (number / count))
        number += size


def _gathering(chance: random.Random, first: int, size: int, at: datetime) -> Iterator[Said]:
    """A few members talk in one place for a while; some quarrel."""
    where = str(chance.randrange(CONVERSATIONS))
    here = Conversation("bench", "bench", where, where)
    people = [_member(chance.randrange(MEMBERS)) for _ in range(chance.randrange(2, 9))]
    quarrel = chance.random() < QUARRELS
    for number in range(first, first + size):
        at += timedelta(seconds=chance.expovariate(1 / PACE_S))
        hostile = chance.random() < (HOSTILE if quarrel else RUDE)
        reply = str(number - 1) if number > first and chance.random() < REPLIES else None
        text, lang = chance.choice(lines())
        message = Message(str(number), here, chance.choice(people), text, at, reply)
        word = None
        if hostile and chance.random() < DECIDED:
            word = "dismiss" if chance.random() < DISMISSED else "uphold"
        yield Said(_facts(message, lang, _scores(chance, hostile)), word)


def _member(number: int) -> Member:
    """One in a hundred looks after the place; the others came at different times."""
    roles = ("moderator",) if number % 100 == 0 else ()
    joined = START - timedelta(days=1 + 7 * (number % 50))
    return Member("bench", "bench", str(number), f"member {number}", roles, joined)


def _scores(chance: random.Random, hostile: bool) -> Scores:
    """Hostile messages score high on most labels, all others low."""
    high = {label: chance.uniform(0.6, 1) for label in (*HURTFUL[:2], *AIMED)} if hostile else {}
    low = {label: chance.random() ** 4 * 0.6 for label in (*HURTFUL, *AIMED)}
    return {label: round(score, 4) for label, score in (low | high).items()}


def _facts(message: Message, lang: str, scores: Scores) -> Facts:
    return Facts(
        message=message,
        reading=Reading(message.text, message.text),
        scores=scores,
        lang=lang,
        member=MemberRecord(message.author.joined_at, 1, lang),
        conversation=ConversationRecord(),
    )


def _write(conn: Connection, said: list[Said]) -> None:
    """People and places once each, then the messages, then what was decided."""
    _once(conn, members, {one.facts.message.author: rows.member_row(one.facts) for one in said})
    places = {one.facts.message.conversation: rows.conversation_row(one.facts) for one in said}
    _once(conn, conversations, places)
    conn.execute(messages.insert(), [rows.message_row(one.facts) for one in said])
    for one in said:
        if one.word is not None:
            _decide(conn, one.facts, one.word)


def _once(conn: Connection, table: Table, found: Mapping[Any, rows.Row]) -> None:
    conn.execute(inserting(conn.dialect.name, table).on_conflict_do_nothing(), list(found.values()))


def _decide(conn: Connection, facts: Facts, word: str) -> None:
    """A case of its own, on which a manager said this word."""
    verdict = Verdict(rules=("personal-attack",), policies=("respect",))
    case = cases.file(conn, None, facts, verdict, ())
    later = facts.message.sent_at + timedelta(hours=1)
    deciding.decide(conn, case.id, Decision(0, "ana", word, "", later), None)
