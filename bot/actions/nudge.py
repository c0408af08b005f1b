"""Tell the member, in private and in a friendly way, what the community asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 0
NEEDS = frozenset({"notify"})
TARGET = "member"
ONCE = "member"
REPEATABLE = False
COVERS: frozenset[str] = frozenset()
SHORT = ""


class Options(ActionOptions):
    pass


def rank(options: Options) -> float:
    return 0.0


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    return options


async def apply(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    member, here = effect.message.author, effect.message.conversation
    return await platform.notify(member, here, notices.write("nudge", effect), effect.key)


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    return "a friendly word needs no undoing"


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
