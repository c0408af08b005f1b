"""Make everyone in the conversation wait between messages, until it has cooled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from bot.actions import ActionFile
from bot.durations import Seconds
from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform


class Options(ActionOptions):
    """How long to wait between messages, for how long; 0 seconds lifts it."""

    seconds: Seconds = Field(default=20, ge=0, le=21600)
    duration: Seconds = Field(default=600, ge=0, le=86400, alias="for")
    before: int = 0
    """What it was before any of ours: filled in when it is decided, as is the next."""
    standing: int = 0
    """What it is: one that is as slow or slower is left alone."""
    only_if: int | None = None
    """Only when slow mode stands at this now, so that a manager's own change is left alone."""


class Slowmode(ActionFile[Options]):
    title, icon = "Slow mode", "hourglass_top"
    severity = 2
    needs = frozenset({"slowmode"})
    target = "conversation"
    once = "case"
    repeatable = True
    short = "seconds"
    filled_in = frozenset({"before", "standing", "only_if"})
    options = Options

    def rank(self, options: Options) -> float:
        return float(options.seconds)

    def length(self, options: Options) -> int:
        return options.duration

    def complete(self, options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
        now = facts.message.conversation.slowmode
        before = now if facts.before_slowmode is None else facts.before_slowmode
        return options.model_copy(update={"before": before, "standing": now})

    async def apply(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        options, here = self.read(effect.action), effect.message.conversation
        if 0 < options.seconds <= options.standing:
            return f"left alone: it is {options.standing} s already"
        if not await platform.slowmode(here, options.seconds, options.only_if):
            return "left alone: somebody has changed it since"
        return f"{options.seconds} s between messages" if options.seconds else "lifted"

    async def undo(
        self, effect: Effect, platform: Platform, notices: Notices, now: datetime
    ) -> str:
        options, here = self.read(effect.action), effect.message.conversation
        if not await platform.slowmode(here, options.before, options.seconds):
            return "left alone: somebody has changed it since"
        return f"back to {options.before} s"

    def follow(self, effect: Effect) -> tuple[Action, int] | None:
        """Back to what it was, when the time is up."""
        options = self.read(effect.action)
        if not options.duration:
            return None
        back = {"seconds": options.before, "for": 0, "only_if": options.seconds}
        return Action("slowmode", back), options.duration


ACTION = Slowmode()
