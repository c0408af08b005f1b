"""Tell the member which policy was broken, what was done about it, and how to object."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.actions import ActionFile
from bot.model import Effect, Facts, Json
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform


class Options(ActionOptions):
    """All are filled in from the actions beside it, so that one notice tells all."""

    removed: bool = False
    muted: int = 0
    called: bool = False


class Warn(ActionFile[Options]):
    title, icon = "Warned", "campaign"
    severity = 1
    turn = "says"
    needs = frozenset({"notify"})
    punishes = True
    covers = frozenset({"nudge"})
    filled_in = frozenset({"removed", "muted", "called"})
    options = Options

    def rank(self, options: Options) -> float:
        return float(options.muted)

    def complete(self, options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
        muted = beside["mute"].seconds if "mute" in beside else 0
        return Options(removed="delete" in beside, muted=muted, called="escalate" in beside)

    def amend(self, options: Options, failed: Collection[str]) -> dict[str, Json]:
        removed = options.removed and "delete" not in failed
        muted = 0 if "mute" in failed else options.muted
        return {"removed": removed, "muted": muted, "called": options.called}

    def remaining(
        self, effect: Effect, others: Collection[Effect], at: datetime
    ) -> Mapping[str, Json]:
        muted = any(
            other.at + timedelta(seconds=self.read(other.action).muted) > at for other in others
        )
        return {**effect.action.options, **({"muted": 0} if muted else {})}

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        member, here = effect.message.author, effect.message.conversation
        return await platform.notify(member, here, notices.write("warn", effect), effect.key)

    async def undo(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        member, here = effect.message.author, effect.message.conversation
        return await platform.notify(member, here, notices.write("withdrawn", effect), effect.key)


ACTION = Warn()
