"""Say a neutral word to everyone in a conversation that runs hot; it names nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 0
NEEDS = frozenset({"say"})
TARGET = "conversation"
ONCE = "case"
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
    here = effect.message.conversation
    await platform.say(here, notices.write("breathe", effect), effect.key)
    return "said to everyone"


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    return "a neutral word needs no undoing"


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
