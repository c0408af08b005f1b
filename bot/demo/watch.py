"""What the pages look at: the latest verdicts, each room's heat, cases and strikes."""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.context.conversation import heat_at
from bot.context.member import points
from bot.errors import StoreError
from bot.model import Case, ConversationRecord, Judged, MemberRecord
from bot.pipeline import unchanged
from bot.platforms.sandbox import Sandbox
from bot.ports import Store

KEEP_VERDICTS = 200
KEEP_HEAT = 400
KEEP_CASES = 100


def _history() -> deque[ConversationRecord]:
    return deque(maxlen=KEEP_HEAT)


@dataclass(slots=True)
class Watch:
    """Kept up to date for all pages at once; `version` grows whenever something has changed."""

    store: Store
    sandbox: Sandbox
    judged: dict[str, Judged] = field(default_factory=dict)
    """By message id, the latest judged last."""
    history: defaultdict[str, deque[ConversationRecord]] = field(
        default_factory=lambda: defaultdict(_history)
    )
    """What was remembered of each room after each message, its lines left out."""
    cases: tuple[Case, ...] = ()
    records: dict[str, MemberRecord] = field(default_factory=dict)
    """Members who have had a strike."""
    version: int = 0
    _stale: bool = True

    def saw(self, judged: Judged) -> None:
        """Take note of what the path made of a message.

        After an edit that changes nothing, what was made of it before stands.
        """
        message, after = judged.message, judged.facts.conversation
        if message.conversation.community != self.sandbox.community:
            return
        before = self.judged.pop(message.id, None)
        if before is not None and unchanged(before.message, message):
            judged = replace(before, message=message)
        self.judged[message.id] = judged
        if len(self.judged) > KEEP_VERDICTS:
            del self.judged[next(iter(self.judged))]
        self.history[message.conversation.id].append(
            ConversationRecord(after.heat, after.heated_at)
        )
        if judged.verdict.strikes:
            self.records.setdefault(message.author.id, judged.facts.member)
        self.touch()

    def touch(self) -> None:
        """Something has changed: let the pages look again."""
        self._stale = True
        self.version += 1

    def forget(self) -> None:
        """Begin with an empty memory, for a community that begins anew."""
        self.judged.clear()
        self.history.clear()
        self.records.clear()
        self.cases = ()
        self.touch()

    async def look(self) -> None:
        """Read cases and strikes again if they may have changed; what cannot be read stays."""
        if not self._stale:
            return
        self._stale = False
        now = self.sandbox.clock.now()
        try:
            found = await self.store.cases(limit=KEEP_CASES)
            here = self.sandbox.community
            self.cases = tuple(case for case in found if case.conversation.community == here)
            for who in tuple(self.records):
                record = await self.store.strikes(self.sandbox.members[who], now)
                if who in self.records:
                    self.records[who] = record
        except StoreError:
            self._stale = True
        self.version += 1

    def heat(self, room: str, now: datetime) -> float:
        """The heat of a room, 0..1."""
        history = self.history.get(room)
        return heat_at(history[-1], now) if history else 0.0

    def points(self, now: datetime) -> dict[str, float]:
        """What each member's strikes weigh now, for those where it is worth a word."""
        found = {who: points(record.strikes, now) for who, record in self.records.items()}
        return {who: round(weight, 1) for who, weight in found.items() if weight >= 0.05}  # noqa: PLR2004 - rounds to 0.1
