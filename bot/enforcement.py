"""Carry effects out, each at most once, and write down what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.actions import ActionFile, shelf
from bot.errors import Gone, NotPermitted, PlatformError
from bot.metrics import SERVED, Metrics
from bot.model import Effect, Member, Outcome, Progress
from bot.notices import Notices
from bot.ports import Platform, Store
from bot.queueing import InTurn

log = structlog.get_logger()

PATIENCE = timedelta(days=7)
"""How long the end of something, or an undo, is tried again when the platform does not answer."""
SOONEST = timedelta(minutes=1)
"""Before the first new try; each further one waits half as long again as it has taken so far."""


@dataclass(slots=True)
class Enforcement:
    """The hands of the bot: which platforms there are, and how to speak."""

    store: Store
    platforms: Mapping[str, Platform]
    notices: Notices
    metrics: Metrics = SERVED
    _in_turn: InTurn[Member] = field(default_factory=InTurn)
    _unwritten: dict[str, tuple[Outcome, datetime]] = field(default_factory=dict)
    """Outcomes that the store could not take when they came about."""

    async def carry_out(self, effects: Iterable[Effect], at: datetime) -> tuple[Effect, ...]:
        """Carry out those that are due at `at` and that nobody else has taken in hand.

        What concerns one member is done in the order in which it was asked for.
        """
        done: list[Effect] = []
        for effect in effects:
            if effect.due_at <= at:
                done.append(await self._one(_honest(effect, done), at))
        return tuple(done)

    async def tick(self, at: datetime) -> tuple[Effect, ...]:
        """Carry out what has fallen due, such as the end of a slow mode."""
        for key, (outcome, then) in tuple(self._unwritten.items()):
            await self.store.finish(key, outcome, then)
            self._unwritten.pop(key, None)
        return await self.carry_out(await self.store.due(at, tuple(self.platforms)), at)

    async def recover(self, at: datetime) -> tuple[Effect, ...]:
        """After a crash: finish what was begun where twice is as good as once, report the rest."""
        found = []
        for effect in await self.store.interrupted(tuple(self.platforms)):
            if _repeatable(effect):
                found.append(await self._try(effect, at))
            else:
                outcome = Outcome(Progress.UNCONFIRMED, "cut off by a crash: may have happened")
                found.append(await self._finish(effect, outcome, at))
        return (*found, *await self.tick(at))

    async def _one(self, effect: Effect, at: datetime) -> Effect:
        async with self._in_turn(effect.message.author) as my_turn:
            await my_turn
            if not await self.store.begin(effect.key, at):
                return effect
            return await self._try(effect, at)

    async def _try(self, effect: Effect, at: datetime) -> Effect:
        try:
            outcome = await self._attempt(effect, at)
        except PlatformError as error:
            said = str(error) or type(error).__name__
            again = max(at + SOONEST, at + (at - effect.at) / 2)
            if _ends(effect) and again < effect.at + PATIENCE:
                detail = f"{said}; tried again at {again:%Y-%m-%d %H:%M} UTC"
                await self.store.postpone(effect.key, again, detail)
                return replace(effect, progress=Progress.INTENDED, due_at=again, detail=detail)
            outcome = Outcome(Progress.FAILED, said)
        return await self._finish(effect, outcome, at)

    async def _attempt(self, effect: Effect, at: datetime) -> Outcome:
        """Raises `PlatformError` only where a new try may help."""
        file, platform = _file(effect), self.platforms.get(effect.message.conversation.platform)
        if platform is None or file is None:
            lacking = "platform" if platform is None else "action"
            return Outcome(Progress.FAILED, f"there is no such {lacking} here")
        if unable := file.needs - platform.can:
            return Outcome(Progress.FAILED, f"{platform.name} cannot {', '.join(sorted(unable))}")
        try:
            verb = file.undo if effect.undo else file.apply
            return Outcome(Progress.DONE, await verb(effect, platform, self.notices, at))
        except (NotPermitted, Gone) as error:
            return Outcome(Progress.FAILED, str(error) or type(error).__name__)
        except PlatformError:
            raise
        except Exception as error:
            log.exception("effect failed", case=effect.case_id, action=effect.action.name)
            return Outcome(Progress.FAILED, f"unexpected {type(error).__name__}")

    async def _finish(self, effect: Effect, outcome: Outcome, at: datetime) -> Effect:
        self.metrics.effects.labels(effect.action.name, outcome.progress.value).inc()
        self._unwritten[effect.key] = (outcome, at)
        await self.store.finish(effect.key, outcome, at)
        self._unwritten.pop(effect.key, None)
        return replace(effect, progress=outcome.progress, detail=outcome.detail)


def _ends(effect: Effect) -> bool:
    """Whether it ends or takes back something, which must not stay because of one bad moment."""
    return _repeatable(effect) and (effect.undo or "/then/" in effect.key)


def _repeatable(effect: Effect) -> bool:
    file = _file(effect)
    return file is not None and file.repeatable


def _honest(effect: Effect, done: Iterable[Effect]) -> Effect:
    """A notice that does not tell of what has just failed."""
    failed = {one.action.name for one in done if one.progress is not Progress.DONE}
    file = _file(effect)
    if not failed or file is None or effect.undo:
        return effect
    options = file.amend(file.read(effect.action), failed)
    return replace(effect, action=replace(effect.action, options=options))


def _file(effect: Effect) -> ActionFile[Any] | None:
    return shelf().get(effect.action.name)
