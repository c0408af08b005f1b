"""Make everyone in the conversation wait between messages, until it has cooled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from bot.durations import Seconds
from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 2
NEEDS = frozenset({"slowmode"})
TARGET = "conversation"
ONCE = "case"
REPEATABLE = True
COVERS: frozenset[str] = frozenset()
SHORT = "seconds"


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


def rank(options: Options) -> float:
    return float(options.seconds)


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    now = facts.message.conversation.slowmode
    before = now if facts.before_slowmode is None else facts.before_slowmode
    return options.model_copy(update={"before": before, "standing": now})


async def apply(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    options, here = Options.model_validate(effect.action.options), effect.message.conversation
    if 0 < options.seconds <= options.standing:
        return f"left alone: it is {options.standing} s already"
    if not await platform.slowmode(here, options.seconds, options.only_if):
        return "left alone: somebody has changed it since"
    return f"{options.seconds} s between messages" if options.seconds else "lifted"


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    options, here = Options.model_validate(effect.action.options), effect.message.conversation
    if not await platform.slowmode(here, options.before, options.seconds):
        return "left alone: somebody has changed it since"
    return f"back to {options.before} s"


def follow(effect: Effect) -> tuple[Action, int] | None:
    """Back to what it was, when the time is up."""
    options = Options.model_validate(effect.action.options)
    if not options.duration:
        return None
    back = {"seconds": options.before, "for": 0, "only_if": options.seconds}
    return Action("slowmode", back), options.duration
