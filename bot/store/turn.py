"""One message's hold on its author's and its conversation's memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import (
    Case,
    Conversation,
    ConversationRecord,
    Effect,
    Facts,
    MemberRecord,
    Message,
    Person,
    Verdict,
)
from bot.model.lifecycle import RuleHit
from bot.store import cases, counts, effects, memory
from bot.store.database import Run


@dataclass(slots=True)
class SqlTurn:
    """`bot.ports.Turn` inside one transaction."""

    run: Run
    place: Conversation
    member: MemberRecord
    conversation: ConversationRecord
    known: Message | None
    case: Case | None
    fired: frozenset[str]

    async def remember(self, facts: Facts) -> None:
        """Keep the message and both records as these facts have them."""
        await self.run(memory.remember, facts)

    async def file(self, facts: Facts, verdict: Verdict, people: Sequence[Person]) -> Case:
        """Add the message to the incident's case, opening one if need be, with its strikes."""
        self.case = await self.run(cases.file, self.case, facts, verdict, people)
        return self.case

    async def count(self, message: Message, fired: Sequence[RuleHit]) -> None:
        """Write down which rules fired, in shadow mode too, for their counts."""
        await self.run(counts.count, message, self.case.id if self.case else None, fired)

    async def waiting(self, action: str) -> tuple[Effect, ...]:
        """What still waits to be done here by an action of that name, soonest first."""
        return await self.run(effects.waiting, self.place, action)

    async def intend(self, effects_: Sequence[Effect]) -> tuple[Effect, ...]:
        """Write down what shall be done; return those that were not written down before."""
        return await self.run(effects.intend, effects_)
