"""Tell the member which policy was broken, what was done about it, and how to object."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from bot.model import Action, Effect, Facts, Json
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 1
NEEDS = frozenset({"notify"})
TARGET = "member"
ONCE = "message"
REPEATABLE = False
COVERS = frozenset({"nudge"})
SHORT = ""


class Options(ActionOptions):
    """Both are filled in from the actions beside it, so that one notice tells all."""

    removed: bool = False
    muted: int = 0


def rank(options: Options) -> float:
    return float(options.muted)


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    muted = beside["mute"].seconds if "mute" in beside else 0
    return Options(removed="delete" in beside, muted=muted)


def amend(effect: Effect, failed: Collection[str]) -> dict[str, Json]:
    options = Options.model_validate(effect.action.options)
    removed = options.removed and "delete" not in failed
    return {"removed": removed, "muted": 0 if "mute" in failed else options.muted}


async def apply(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    member, here = effect.message.author, effect.message.conversation
    return await platform.notify(member, here, notices.write("warn", effect), effect.key)


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    member, here = effect.message.author, effect.message.conversation
    return await platform.notify(member, here, notices.write("withdrawn", effect), effect.key)


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
