"""The store on SQLite or PostgreSQL: each wish in one transaction of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.model import (
    Case,
    Conversation,
    Decision,
    Effect,
    Hit,
    Member,
    MemberRecord,
    Message,
    Outcome,
    Strike,
)
from bot.model.lifecycle import RulebookVersion, RuleCounts
from bot.store import cases, counts, deciding, effects, memory, rulebooks
from bot.store.database import Database, Run
from bot.store.turn import SqlTurn


class SqlStore:
    """`bot.ports.Store` on a database whose tables are up to date."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._busy: set[asyncio.Task[object] | None] = set()

    @asynccontextmanager
    async def turn(self, message: Message) -> AsyncIterator[SqlTurn]:
        """Hold the author and the conversation; all of it is committed at the end, or nothing."""
        async with self._alone() as run:
            yield SqlTurn(run, message.conversation, *await run(memory.recall, message))

    async def begin(self, key: str, at: datetime) -> bool:
        """Take an intended effect in hand; False when somebody else has, or it is over."""
        async with self._alone() as run:
            return await run(effects.begin, key, at)

    async def finish(self, key: str, outcome: Outcome, at: datetime) -> None:
        """Write down what became of an effect."""
        async with self._alone() as run:
            await run(effects.finish, key, outcome, at)

    async def due(self, at: datetime, platforms: Collection[str] = ()) -> tuple[Effect, ...]:
        """Intended effects whose time has come, oldest first; of these platforms, or of any."""
        async with self._alone(write=False) as run:
            return await run(effects.due, at, platforms)

    async def postpone(self, key: str, until: datetime, detail: str) -> None:
        """Put back an effect that was begun and failed, to be tried again at that time."""
        async with self._alone() as run:
            await run(effects.postpone, key, until, detail)

    async def next_due(self) -> datetime | None:
        """When the next intended effect falls due."""
        async with self._alone(write=False) as run:
            return await run(effects.next_due)

    async def interrupted(self, platforms: Collection[str] = ()) -> tuple[Effect, ...]:
        """Effects that were started and never finished: a crash came between."""
        async with self._alone(write=False) as run:
            return await run(effects.interrupted, platforms)

    async def cases(
        self, *, escalated: bool = False, states: Sequence[str] = (), limit: int = 100
    ) -> tuple[Case, ...]:
        """Cases without hits or decisions, newest first; `states` empty means any."""
        async with self._alone(write=False) as run:
            return await run(cases.listed, escalated=escalated, states=states, limit=limit)

    async def case(self, case_id: int) -> Case | None:
        """One case with its hits, effects and decisions."""
        async with self._alone(write=False) as run:
            return await run(cases.whole, case_id)

    async def transcript(
        self, where: Conversation, since: datetime, until: datetime, limit: int = 200
    ) -> tuple[Hit, ...]:
        """What was said in a conversation, oldest first, with scores and an empty verdict."""
        async with self._alone(write=False) as run:
            return await run(cases.transcript, where, since, until, limit)

    async def claim(self, case_id: int, by: str, at: datetime, until: datetime) -> Case:
        """Take a case if it is free or its lease ran out; `ReviewError` names who has it."""
        async with self._alone() as run:
            return await run(deciding.claim, case_id, by, at, until)

    async def decide(
        self,
        case_id: int,
        decision: Decision,
        back: Callable[[Case, Sequence[Effect]], Sequence[Effect]] | None = None,
        forth: Callable[[Case, Mapping[Member, Sequence[Strike]]], Sequence[Effect]] | None = None,
    ) -> Case:
        """One decision per case and round; the loser gets `ReviewError`."""
        async with self._alone() as run:
            return await run(deciding.decide, case_id, decision, back, forth)

    async def strikes(self, member: Member, at: datetime) -> MemberRecord:
        """What is remembered of a member, with the strikes that stood at that time."""
        async with self._alone(write=False) as run:
            return await run(memory.member, member, at)

    async def rule_counts(self, since: datetime) -> tuple[RuleCounts, ...]:
        """How often each version of a rule fired in each mode since then, and how it was judged."""
        async with self._alone(write=False) as run:
            return await run(counts.rule_counts, since)

    async def note_rulebook(self, version: RulebookVersion) -> bool:
        """Write down what came into force, or was set aside; False when that is known already."""
        async with self._alone() as run:
            return await run(rulebooks.note, version)

    async def rulebooks(self, digest: str = "", limit: int = 100) -> tuple[RulebookVersion, ...]:
        """The rulebooks that were in force, newest first; those whose digest begins like this."""
        async with self._alone(write=False) as run:
            return await run(rulebooks.listed, digest, limit)

    @asynccontextmanager
    async def _alone(self, *, write: bool = True) -> AsyncIterator[Run]:
        """A transaction; a task that asked for another inside it would wait for itself forever."""
        task = asyncio.current_task()
        if task in self._busy:
            raise RuntimeError("the store was asked for more inside a turn of the same task")
        self._busy.add(task)
        try:
            async with self.database.transaction(write=write) as run:
                yield run
        finally:
            self._busy.remove(task)

    async def close(self) -> None:
        """Let go of connections and files."""
        await self.database.close()
