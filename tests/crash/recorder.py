"""A chat service that writes down everything it is asked to do, so that a dead process can be read.

Each request is one line, appended in a single write before it is answered: what the service did
stands in the file whatever happens to the bot.
"""

import asyncio
import json
import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Recorder:
    """Does what it is told after a short while, as a service across the network would."""

    path: Path
    name: str = "recorder"
    can: frozenset = frozenset({"alert", "delete", "notify", "restrict", "say", "slowmode"})
    delay_s: float = 0.002
    slow: dict = field(default_factory=dict)

    async def _did(self, verb, **what):
        await asyncio.sleep(self.delay_s)
        line = json.dumps({"verb": verb, **what}) + "\n"
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
        await asyncio.sleep(self.delay_s)

    async def notify(self, member, where, text, key):
        await self._did("notify", key=key, member=member.id)
        return "privately"

    async def say(self, where, text, key):
        await self._did("say", key=key, where=where.id)

    async def delete(self, message):
        await self._did("delete", message=message.id)

    async def give_back(self, message, key):
        await self._did("give_back", key=key, message=message.id)
        return "given back"

    async def restrict(self, member, where, until):
        await self._did("restrict", member=member.id, until=until and until.isoformat())

    async def slowmode(self, where, seconds, only_if=None):
        await self._did("slowmode", where=where.id, seconds=seconds, only_if=only_if)
        return True

    async def alert(self, case_id, queue, priority, text):
        await self._did("alert", case=case_id, queue=queue, priority=priority)

    def lines(self):
        """Everything it was asked, in order."""
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines()]
