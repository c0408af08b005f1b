"""The path of a message, rehearsed in memory: nothing is stored, nobody is touched.

The steps are those of `bot.pipeline` with records in place of a store and tied hands in place of
platforms, so that a message comes to the same verdict and the same actions. What managers decide
has no part in it: every member begins without strikes.
"""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.actions import shelf
from bot.app import notices
from bot.backtest.incidents import Incidents
from bot.backtest.lazily import Lazily
from bot.context.facts import gather
from bot.context.fired import noted
from bot.errors import PlatformError
from bot.model import (
    Case,
    Conversation,
    ConversationRecord,
    Effect,
    Facts,
    Judged,
    Member,
    MemberRecord,
    Message,
    Reason,
    Strike,
    Thresholds,
    Verdict,
)
from bot.notices import Notices
from bot.pipeline import unchanged
from bot.plan import before_ours, plan
from bot.platforms.tied import Tied
from bot.rulebook.conditions import why
from bot.rulebook.judge import attempts, judge
from bot.rulebook.schema import Rulebook
from bot.store.history import Past

Key = tuple[Conversation, str]
NOWHERE = ConversationRecord()


@dataclass(slots=True)
class Rehearsal:
    """What one rulebook makes of messages that come in the order of time."""

    rulebook: Rulebook
    thresholds: Thresholds
    edits: bool = True
    """Whether a message may come again; only then the words of all are kept."""
    cases: int = 0
    _now: datetime | None = None
    _hands: Tied = field(default_factory=lambda: Tied("backtest"))
    _notices: Notices = field(init=False)
    _members: dict[Member, MemberRecord] = field(default_factory=dict)
    _conversations: dict[Conversation, ConversationRecord] = field(default_factory=dict)
    _said: dict[Key, Message] = field(default_factory=dict)
    _strikes: dict[Member, dict[tuple[Key, str], Strike]] = field(default_factory=dict)
    _incidents: defaultdict[Conversation, Incidents] = field(
        default_factory=lambda: defaultdict(Incidents)
    )
    _fired: dict[Key, frozenset[str]] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)
    _waiting: list[tuple[datetime, int, Effect]] = field(default_factory=list)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._notices = notices(self.rulebook)

    async def handle(self, past: Past) -> Judged:
        """Judge one message, whose reading is filled in; time goes on up to it.

        The reasons tell of rules in shadow mode too.
        """
        self._now = max(past.message.sent_at, self._now or past.message.sent_at)
        await self._tick(self._now)
        message = self._seen(past.message)
        known = self._said.get(_key(message))
        facts = self._facts(message, past, again=known is not None)
        signals = Lazily(facts)
        verdict = judge(self.rulebook, facts, signals, self.thresholds)
        if known is not None and unchanged(known, message):
            verdict = Verdict()
        self._remember(noted(facts, verdict), known)
        self._count(message, verdict)
        judged = Judged(message, facts, signals, self._explained(verdict, facts, signals))
        if not verdict:
            return judged
        case = self._file(message, verdict)
        unslowed = before_ours(facts, self._soonest(message.conversation, "slowmode"))
        effects = self._intend(plan(verdict, unslowed, case.id))
        await self._carry_out(effects, message.sent_at)
        return replace(judged, case=case, effects=effects)

    def _explained(self, verdict: Verdict, facts: Facts, signals: Lazily) -> Verdict:
        """With the reasons of the rules in shadow mode too."""
        if not verdict.shadow:
            return verdict
        more = (
            Reason(tried.rule.id, *finding)
            for tried in attempts(self.rulebook, facts, signals, self.thresholds)
            if tried.rule.id in verdict.shadow and tried.fires
            for finding in why(tried.rule.when, tried.seen)
        )
        return replace(verdict, reasons=(*verdict.reasons, *dict.fromkeys(more)))

    def _seen(self, message: Message) -> Message:
        return self._hands.seen(message) if self._hands.slow else message

    def _facts(self, message: Message, past: Past, *, again: bool) -> Facts:
        here = self._conversations.get(message.conversation, NOWHERE)
        author = self._members.get(message.author) or MemberRecord(first_seen=past.first_seen)
        struck = self._strikes.get(message.author)
        if struck:
            mine = _key(message)
            others = tuple(strike for (key, _), strike in struck.items() if key != mine)
            author = replace(author, strikes=others)
        fired = self._fired.get(_key(message), frozenset())
        return gather(message, past.scores, past.lang, author, here, again=again, fired=fired)

    def _remember(self, facts: Facts, known: Message | None) -> None:
        message = facts.message
        self._members[message.author] = facts.member
        self._conversations[message.conversation] = facts.conversation
        if self.edits and (known is None or message.edited or not known.edited):
            self._said[_key(message)] = replace(message, reading=None)

    def _count(self, message: Message, verdict: Verdict) -> None:
        """Take note of the rules that fired, for when the message comes again."""
        rules = (*verdict.rules, *verdict.shadow)
        if self.edits and rules:
            before = self._fired.get(_key(message), frozenset())
            self._fired[_key(message)] = before.union(rules)

    def _file(self, message: Message, verdict: Verdict) -> Case:
        """The case of the present incident, or a new one; its strikes are counted."""
        where, at = message.conversation, message.sent_at
        here = self._incidents[where]
        found = here.join(at)
        if found is None:
            self.cases += 1
            found = here.open(self.cases, where, at)
        struck = self._strikes.setdefault(message.author, {})
        for strike in verdict.strikes:
            struck.setdefault((_key(message), strike.policy), strike)
        return found

    def _intend(self, effects: Iterable[Effect]) -> tuple[Effect, ...]:
        new = tuple(one for one in effects if one.key not in self._keys)
        self._keys.update(one.key for one in new)
        return new

    async def _carry_out(self, effects: Sequence[Effect], at: datetime) -> None:
        for effect in effects:
            if effect.due_at <= at:
                file = shelf()[effect.action.name]
                with suppress(PlatformError):
                    await file.apply(effect, self._hands, self._notices, at)
            else:
                heapq.heappush(self._waiting, (effect.due_at, next(self._turns), effect))

    async def _tick(self, until: datetime) -> None:
        """Let time pass, stopping wherever something falls due."""
        while self._waiting and self._waiting[0][0] <= until:
            at, _, effect = heapq.heappop(self._waiting)
            await self._carry_out([effect], at)

    def _soonest(self, where: Conversation, action: str) -> list[Effect]:
        found = (
            one
            for one in self._waiting
            if one[2].action.name == action and one[2].message.conversation == where
        )
        return [effect for _, _, effect in sorted(found)]


def _key(message: Message) -> Key:
    return message.conversation, message.id
