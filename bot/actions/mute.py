"""Stop a member from posting for a while; the notice beside it says why and until when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from bot.durations import Seconds
from bot.errors import Gone
from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 3
NEEDS = frozenset({"restrict"})
TARGET = "member"
ONCE = "message"
REPEATABLE = True
COVERS = frozenset({"nudge"})
SHORT = "seconds"
SHORTEST = timedelta(minutes=1)
"""What is left of a mute that comes late; for less, some services mute for ever."""


class Options(ActionOptions):
    """From a minute to the 28 days that every platform can hold."""

    seconds: Seconds = Field(default=600, ge=60, le=28 * 86400)


def rank(options: Options) -> float:
    return float(options.seconds)


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    return options


async def apply(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    member, here = effect.message.author, effect.message.conversation
    until = effect.at + timedelta(seconds=Options.model_validate(effect.action.options).seconds)
    if until - now < SHORTEST:
        raise Gone("its time had passed before it could be done")
    await platform.restrict(member, here, until)
    return f"muted until {until:%Y-%m-%d %H:%M} UTC"


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    await platform.restrict(effect.message.author, effect.message.conversation, None)
    return "may write again"


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
