"""The traffic of a benchmark: distinct messages, six languages, fifty conversations."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from bot.model import Conversation, Member, Message

CONVERSATIONS = 50
MEMBERS = 400
START = datetime(2026, 1, 5, 18, tzinfo=UTC)


def texts() -> tuple[str, ...]:
    """Every text of the packaged chat, each different, languages mixed."""
    return tuple(text for text, _ in lines())


def spread(count: int) -> list[str]:
    """That many of them, or all: in their order, and short and long ones in the same shares."""
    every = texts()
    count = min(count, len(every))
    by_length = sorted(range(len(every)), key=lambda number: len(every[number]))
    middles = ((2 * part + 1) * len(every) // (2 * count) for part in range(count))
    return [every[number] for number in sorted(by_length[middle] for middle in middles)]


@cache
def lines() -> tuple[tuple[str, str], ...]:
    """Every text with its language."""
    read = (files("bot.bench") / "messages.jsonl").read_text("utf-8").splitlines()
    return tuple((one["text"], one["lang"]) for one in map(json.loads, read))


def messages(count: int, platform: str, a_second: float = 50.0) -> list[Message]:
    """That many messages, spread over conversations and members, that many a second."""
    found = []
    for number, text in enumerate(_distinct(count)):
        place = str(number % CONVERSATIONS)
        author = str((number * 7) % MEMBERS)
        found.append(
            Message(
                id=str(number),
                conversation=Conversation(platform, "bench", place, place),
                author=Member(platform, "bench", author, author),
                text=text,
                sent_at=START + timedelta(seconds=number / a_second),
            )
        )
    return found


def _distinct(count: int) -> list[str]:
    """Past the last text, each comes again with its round put behind it."""
    base = texts()
    return [
        base[number % len(base)] + (f" {number // len(base)}" if number >= len(base) else "")
        for number in range(count)
    ]
