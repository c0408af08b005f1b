"""The straight path of one message. Read this file first.

    receive -> normalise -> score -> context -> judge -> [record] -> act -> [record] -> review

New messages, edits and replayed history all enter by `Pipeline.handle`; time enters by `tick`.
"""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.context.facts import gather
from bot.context.fired import noted
from bot.context.member import digest
from bot.context.people import people
from bot.corrections import Corrections, corrected
from bot.enforcement import Enforcement
from bot.errors import ScorerError, StoreError
from bot.language import detect
from bot.metrics import SERVED, Metrics
from bot.model import Conversation, Effect, Judged, Message, Reading, Scores, Verdict
from bot.normalise import normalise, read
from bot.plan import before_ours, plan
from bot.ports import Scorer, Store
from bot.queueing import InTurn
from bot.rulebook.judge import judge, measure
from bot.rulebook.schema import Rulebook
from bot.rulebook.versions import Versions, fired, stamped
from bot.scoring import scores_of

log = structlog.get_logger()


@dataclass(slots=True)
class Pipeline:
    """Everything a message needs on its way; put together in `app.py`."""

    scorer: Scorer
    store: Store
    enforcement: Enforcement
    rulebook: Rulebook
    metrics: Metrics = SERVED
    corrections: Corrections = field(default_factory=dict)
    """How a community's scores are corrected before they are judged; stored are those before."""
    away: str = ""
    """Why the store cannot be written now; empty while all is well."""
    _in_turn: InTurn[Conversation] = field(default_factory=InTurn)
    _versions: Versions = field(default_factory=Versions)

    async def handle(self, message: Message) -> Judged | None:
        """Moderate one message; None when the store is away, for what is not recorded is not done.

        May be called for many messages at once: those of one conversation are judged in the order
        of the calls, while their scores are worked out side by side.
        """
        began = time.perf_counter()
        message = normalise(message)
        reading = message.reading or Reading(message.text, message.text)
        async with self._in_turn(message.conversation) as my_turn:
            scores = await self._score(reading)
            await my_turn
            try:
                judged = await self._judge(message, scores, detect(reading.own))
            except StoreError as error:
                self.metrics.unjudged.inc()
                self._store_lost(error)
                return None
        self.metrics.latency.observe(time.perf_counter() - began)
        return replace(judged, effects=await self._act(judged))

    async def _judge(self, message: Message, scores: Scores, lang: str | None) -> Judged:
        async with self.store.turn(message) as turn:
            again = turn.known is not None
            records = turn.member, turn.conversation
            meant = corrected(self.corrections, scores, message.conversation)
            facts = gather(message, meant, lang, *records, again=again, fired=turn.fired)
            facts = replace(facts, uncorrected=scores)
            signals = measure(facts)
            rulebook, versions = self.rulebook, self._versions(self.rulebook)
            said = judge(rulebook, facts, signals, self.scorer.thresholds)
            verdict = stamped(said, rulebook, versions)
            if turn.known is not None and unchanged(turn.known, message):
                verdict = Verdict()
            await turn.remember(noted(facts, verdict))
            judged = Judged(message, facts, signals, verdict)
            if verdict:
                parts = people(facts.conversation.lines)
                case = await turn.file(facts, verdict, parts)
                unslowed = before_ours(facts, await turn.waiting("slowmode"))
                effects = await turn.intend(plan(verdict, unslowed, case.id))
                judged = replace(judged, case=case, effects=effects)
            if found := fired(verdict, rulebook, facts, versions):
                await turn.count(message, found)
        self.metrics.messages.labels(message.conversation.platform).inc()
        return judged

    async def _act(self, judged: Judged) -> tuple[Effect, ...]:
        if not judged.effects:
            self._store_well()
            return ()
        self.metrics.cases.labels(judged.message.conversation.platform).inc()
        try:
            done = await self.enforcement.carry_out(judged.effects, judged.message.sent_at)
        except StoreError as error:
            self._store_lost(error)
            return judged.effects
        self._store_well()
        by_key = {effect.key: effect for effect in done}
        return tuple(by_key.get(effect.key, effect) for effect in judged.effects)

    async def tick(self, at: datetime) -> tuple[Effect, ...]:
        """Let time pass: carry out what has fallen due."""
        try:
            done = await self.enforcement.tick(at)
        except StoreError as error:
            self._store_lost(error)
            return ()
        return done

    async def _score(self, reading: Reading) -> Scores:
        """The higher score of both forms, label by label; nothing when the scorer fails."""
        try:
            return await scores_of(self.scorer, reading)
        except ScorerError as error:
            self.metrics.unscored.inc()
            log.warning("no score", reason=str(error))
            return {}

    def _store_lost(self, error: StoreError) -> None:
        if not self.away:
            log.error("store away: reading on, acting on nothing", reason=str(error))
        self.away = str(error)
        self.metrics.store_away.set(1)

    def _store_well(self) -> None:
        if self.away:
            log.warning("store back: acting again")
            self.metrics.store_away.set(0)
        self.away = ""


def unchanged(known: Message, now: Message) -> bool:
    """Whether it is a repeated delivery, or an edit that changes nothing a reader would see.

    What was decided on such a message stands; other words are judged anew.
    """
    reading = now.reading or Reading(now.text, now.text)
    return known.text == now.text or digest(read(known.text).folded) == digest(reading.folded)
