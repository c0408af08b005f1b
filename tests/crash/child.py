"""The process that gets killed: the whole bot over a quarrelling chat, redelivered at each start.

python -m tests.crash.child FOLDER
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import running
from bot.config import Settings
from bot.model import Conversation, Member, Message
from tests.crash.recorder import Recorder

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
QUARREL = (
    "the build is broken again",
    "you are a complete idiot",
    "shut up, you worthless moron",
    "can we please calm down",
    "nobody asked you, you pathetic clown",
    "i will find you and break your legs",
    "thanks, that helped!",
    "you stupid piece of garbage, get lost",
)
CONVERSATIONS = 6
ROUNDS = 2


def traffic():
    """Each conversation has its own people, so that its course does not hang on the others."""
    for number in range(ROUNDS * len(QUARREL)):
        for place in range(CONVERSATIONS):
            where = Conversation("recorder", "hearth", f"c{place}")
            who = f"c{place}-{'ab'[number % 2]}"
            yield Message(
                id=f"{place}-{number}",
                conversation=where,
                author=Member("recorder", "hearth", who, who),
                text=f"{QUARREL[(number + place) % len(QUARREL)]} {number // len(QUARREL)}",
                sent_at=START + timedelta(seconds=9 * number + place),
            )


def end():
    return START + timedelta(hours=2)


async def main(folder):
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'bot.db'}",
        rules=str(Path(__file__).parent / "rules.yaml"),
    )
    async with running(settings, [Recorder(folder / "did.jsonl")]) as app:
        print("ready", flush=True)
        await app.pipeline.enforcement.recover(START)
        room = asyncio.Semaphore(12)

        async def one(message):
            async with room:
                assert await app.pipeline.handle(message) is not None

        async with asyncio.TaskGroup() as group:
            for message in traffic():
                group.create_task(one(message))
        await app.pipeline.tick(end())
    print("finished", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
