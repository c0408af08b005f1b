"""A member's record: strikes that fade, and the traces of recent messages."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model import MemberRecord, Message, Post, Strike

KEEP_FOR = timedelta(minutes=10)
KEEP_MOST = 30


def points(strikes: Iterable[Strike], now: datetime) -> float:
    """What the strikes weigh at `now`: each halves every half-life; 0 and up, not rounded."""
    return sum(strike.weight * _left(strike, now) for strike in strikes)


def _left(strike: Strike, now: datetime) -> float:
    age = max((now - strike.at).total_seconds(), 0.0)
    return float(0.5 ** (age / strike.half_life_s))


def digest(words: str) -> str:
    """A short hash by which the same words are known again; empty for no words."""
    same = "".join(character for character in words.casefold() if character.isalnum())
    return hashlib.blake2b(same.encode(), digest_size=6).hexdigest() if same else ""


def post(
    record: MemberRecord, message: Message, words: str, lang: str | None, *, again: bool = False
) -> MemberRecord:
    """The record after this message; one that is heard again leaves no second trace."""
    known = lang or record.lang
    if again:
        return replace(record, lang=known)
    since = message.sent_at - KEEP_FOR
    recent = [trace for trace in record.recent if trace.at >= since]
    recent.append(Post(message.sent_at, message.conversation.id, digest(words)))
    return replace(
        record,
        first_seen=record.first_seen or message.sent_at,
        messages=record.messages + 1,
        lang=known,
        recent=tuple(recent[-KEEP_MOST:]),
    )
