"""Carry effects out, each at most once, and write down what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType

import structlog

from bot import actions
from bot.errors import PlatformError
from bot.metrics import EFFECTS
from bot.model import Effect, Outcome, Progress
from bot.notices import Notices
from bot.ports import Platform, Store
from bot.registry import modules

log = structlog.get_logger()


@dataclass(slots=True)
class Enforcement:
    """The hands of the bot: which platforms there are, and how to speak."""

    store: Store
    platforms: Mapping[str, Platform]
    notices: Notices

    async def carry_out(self, effects: Iterable[Effect], at: datetime) -> tuple[Effect, ...]:
        """Carry out those that are due at `at` and that nobody else has taken in hand."""
        return tuple([await self._one(effect, at) for effect in effects if effect.due_at <= at])

    async def tick(self, at: datetime) -> tuple[Effect, ...]:
        """Carry out what has fallen due, such as the end of a slow mode."""
        return await self.carry_out(await self.store.due(at), at)

    async def recover(self, at: datetime) -> tuple[Effect, ...]:
        """After a crash: finish what was begun where twice is as good as once, report the rest."""
        found = []
        for effect in await self.store.interrupted():
            if _file(effect).REPEATABLE:
                outcome = await self._attempt(effect)
            else:
                outcome = Outcome(Progress.UNCONFIRMED, "cut off by a crash: may have happened")
            found.append(await self._finish(effect, outcome, at))
        return (*found, *await self.tick(at))

    async def _one(self, effect: Effect, at: datetime) -> Effect:
        if not await self.store.begin(effect.key, at):
            return effect
        return await self._finish(effect, await self._attempt(effect), at)

    async def _attempt(self, effect: Effect) -> Outcome:
        """Never raises: whatever goes wrong with one effect, the others still have their turn."""
        file, platform = _file(effect), self.platforms.get(effect.message.conversation.platform)
        if platform is None:
            return Outcome(Progress.FAILED, "this platform is not connected")
        if lacking := file.NEEDS - platform.can:
            return Outcome(Progress.FAILED, f"{platform.name} cannot {', '.join(sorted(lacking))}")
        try:
            verb = file.undo if effect.undo else file.apply
            return Outcome(Progress.DONE, await verb(effect, platform, self.notices))
        except PlatformError as error:
            return Outcome(Progress.FAILED, str(error) or type(error).__name__)
        except Exception as error:
            log.exception("effect failed", case=effect.case_id, action=effect.action.name)
            return Outcome(Progress.FAILED, f"unexpected {type(error).__name__}")

    async def _finish(self, effect: Effect, outcome: Outcome, at: datetime) -> Effect:
        await self.store.finish(effect.key, outcome, at)
        EFFECTS.labels(effect.action.name, outcome.progress.value).inc()
        return replace(effect, progress=outcome.progress, detail=outcome.detail)


def _file(effect: Effect) -> ModuleType:
    return modules(actions)[effect.action.name]
