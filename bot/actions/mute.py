"""Stop a member from posting for a while; the notice beside it says why and until when."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from pydantic import Field

from bot.actions import ActionFile
from bot.durations import Seconds
from bot.errors import Gone
from bot.model import Effect, Json
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SHORTEST = timedelta(minutes=1)
"""What is left of a mute that comes late; for less, some services mute for ever."""


class Options(ActionOptions):
    """From a minute to the 28 days that every platform can hold."""

    seconds: Seconds = Field(default=600, ge=60, le=28 * 86400)
    until: datetime | None = None
    """On an undo: when the last of the member's other mutes ends."""


class Mute(ActionFile[Options]):
    title, icon = "Muted", "volume_off"
    severity = 3
    needs = frozenset({"restrict"})
    punishes = told = True
    repeatable = True
    covers = frozenset({"nudge"})
    short = "seconds"
    filled_in = frozenset({"until"})
    options = Options

    def rank(self, options: Options) -> float:
        return float(options.seconds)

    def length(self, options: Options) -> int:
        return options.seconds

    def remaining(
        self, effect: Effect, others: Collection[Effect], at: datetime
    ) -> Mapping[str, Json]:
        until = max((self._ends(other) for other in others), default=at)
        if until - at < SHORTEST:
            return effect.action.options
        return {**effect.action.options, "until": until.isoformat()}

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        until = self._ends(effect)
        if until - now < SHORTEST:
            raise Gone("its time had passed before it could be done")
        await platform.restrict(effect.message.author, effect.message.conversation, until)
        return f"muted until {until:%Y-%m-%d %H:%M} UTC"

    async def undo(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        until = self.read(effect.action).until
        lasting = until if until and until - now >= SHORTEST else None
        await platform.restrict(effect.message.author, effect.message.conversation, lasting)
        if lasting is None:
            return "may write again"
        return f"still muted until {until:%Y-%m-%d %H:%M} UTC, for something else"

    def _ends(self, effect: Effect) -> datetime:
        return effect.at + timedelta(seconds=self.read(effect.action).seconds)


ACTION = Mute()
