"""The human half: a manager claims a case, decides it once, and can take everything back.

    open -> claimed(by, until) -> decided -> (undone)

Claims and decisions are compare-and-set in the store, so of two managers one wins and the other is
told who. What a decision asks for is written down with it, and carried out afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.enforcement import Enforcement
from bot.errors import ReviewError
from bot.model import Case, Decision
from bot.plan import confirming, undoing
from bot.ports import Store
from bot.rulebook.schema import Rulebook

LEASE = timedelta(minutes=10)
WORDS = ("uphold", "dismiss")
TAKING_BACK = frozenset({"dismiss", "undo"})


@dataclass(frozen=True, slots=True)
class Review:
    """What a manager can do with a case. Every step may raise `ReviewError` or `StoreError`."""

    store: Store
    enforcement: Enforcement
    rulebook: Callable[[], Rulebook]
    """The one in force."""

    async def claim(self, case_id: int, by: str, at: datetime) -> Case:
        """Take a case in hand for ten minutes, so that nobody else works on it too."""
        return await self.store.claim(case_id, by, at, at + LEASE)

    async def decide(self, case_id: int, by: str, word: str, at: datetime, note: str = "") -> Case:
        """Uphold what was done, which also does what was proposed; or dismiss the case.

        A dismissal says that there was no violation, so everything is taken back.
        """
        if word not in WORDS:
            raise ReviewError(f"`{word}` is no decision; say {' or '.join(WORDS)}")
        return await self._close(case_id, by, word, at, note)

    async def undo(self, case_id: int, by: str, at: datetime, note: str = "") -> Case:
        """Take back all that was done in a case: mutes, slow mode, strikes, removed words."""
        return await self._close(case_id, by, "undo", at, note)

    async def _close(self, case_id: int, by: str, word: str, at: datetime, note: str) -> Case:
        case = await self._case(case_id)
        decision = Decision(case.round, by, word, note, at)
        if word in TAKING_BACK:
            decided = await self.store.decide(
                case_id, decision, lambda now, others: undoing(now, others, by, at, decision.round)
            )
        else:
            decided = await self.store.decide(
                case_id,
                decision,
                forth=lambda now, standing: confirming(now, standing, self.rulebook(), by, at),
            )
        wanted = (one for one in decided.effects if one.at == at and one.by == by)
        await self.enforcement.carry_out(wanted, at)
        return await self._case(case_id)

    async def _case(self, case_id: int) -> Case:
        case = await self.store.case(case_id)
        if case is None:
            raise ReviewError(f"there is no case {case_id}")
        return case
