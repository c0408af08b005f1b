"""Hands tied: a platform that can do everything and does nothing, for replays and dry runs."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model import Conversation, Member, Message
from bot.ports import Handle

ABILITIES = frozenset({"alert", "delete", "notify", "restrict", "say", "slowmode"})


@dataclass(slots=True)
class Tied:
    """Stands in for the platform of that name; it only remembers how slow conversations are."""

    name: str
    messages: Iterable[Message] = ()
    can: frozenset[str] = ABILITIES
    slow: dict[Conversation, int] = field(default_factory=dict)

    async def run(self, handle: Handle) -> None:
        """Hand over the messages, one after the other."""
        for message in self.messages:
            await handle(self.seen(message))

    def seen(self, message: Message) -> Message:
        """The message as the service would show it now, slow mode included."""
        slowmode = self.slow.get(message.conversation, message.conversation.slowmode)
        return replace(message, conversation=replace(message.conversation, slowmode=slowmode))

    async def notify(self, member: Member, where: Conversation, text: str, key: str) -> str:
        """Tell nobody."""
        return "privately"

    async def say(self, where: Conversation, text: str, key: str) -> None:
        """Say nothing."""

    async def delete(self, message: Message) -> None:
        """Leave it."""

    async def give_back(self, message: Message, key: str) -> str:
        """It was never gone."""
        return "given back"

    async def restrict(self, member: Member, where: Conversation, until: datetime | None) -> None:
        """Restrict nobody."""

    async def slowmode(self, where: Conversation, seconds: int, only_if: int | None = None) -> bool:
        """Remember the pace, so that its end is decided as it would be."""
        if only_if is not None and self.slow.get(where, 0) != only_if:
            return False
        self.slow[where] = seconds
        return True

    async def alert(self, case_id: int, queue: str, priority: str, text: str) -> None:
        """Call nobody."""
