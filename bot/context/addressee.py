"""Who a message is likely for, and how sure that is; a guess where no sign says so.

In this order: whoever's message it answers; who is mentioned; who is called by name; whoever spoke
to its author last and had no answer yet; else whoever spoke last.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.model import Line, Message

MEMORY = timedelta(minutes=10)
"""How long somebody who has spoken is taken to be spoken to without a sign."""
BACK = 6
"""How many lines back they are looked for."""
SHORTEST = 3
"""Characters of a name below which it is taken for a word."""
ANSWERED, MENTIONED, NAMED, OWED, NEXT = 1.0, 0.95, 0.9, 0.6, 0.4
"""How sure each sign is, 0..1."""
SIGNED = 0.9
"""From here on a sign says who is meant; below it is a guess from the order of speech."""


class Addressee(NamedTuple):
    """A member's id, None for nobody in particular, and how sure that is, 0..1."""

    id: str | None
    sure: float


NOBODY = Addressee(None, 0.0)


def likely_addressee(lines: Sequence[Line], message: Message, text: str) -> Addressee:
    """Who this message is for, after those lines; `text` are its author's own words."""
    others = [line for line in lines if line.author != message.author.id and line.id != message.id]
    for line in reversed(others):
        if line.id == message.reply_to:
            return Addressee(line.author, ANSWERED)
    for who in message.mentions:
        if who != message.author.id:
            return Addressee(who, MENTIONED)
    for who in _called(others, text):
        return Addressee(who, NAMED)
    return _guessed(lines, message)


def _called(others: Sequence[Line], text: str) -> Iterator[str]:
    """Those whose whole name stands in the text, who spoke last first."""
    folded = text.casefold()
    named: dict[str, str] = {}
    for line in reversed(others):
        named.setdefault(line.author, line.name)
    for who, name in named.items():
        plain = name.casefold()
        if len(plain) < SHORTEST or plain not in folded:
            continue
        if re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded):
            yield who


def _guessed(lines: Sequence[Line], message: Message) -> Addressee:
    me = message.author.id
    near = [line for line in lines if line.id != message.id][-BACK:]
    near = [line for line in near if message.sent_at - line.at <= MEMORY]
    for line in reversed(near):
        if line.author == me:
            break
        if line.likely_to == me and line.sure >= SIGNED:
            return Addressee(line.author, OWED)
    last = next((line for line in reversed(near) if line.author != me), None)
    return Addressee(last.author, NEXT) if last else NOBODY
