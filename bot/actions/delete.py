"""Remove the message; its words are kept so that an undo can bring them back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 2
NEEDS = frozenset({"delete"})
TARGET = "member"
ONCE = "message"
REPEATABLE = True
COVERS: frozenset[str] = frozenset()
SHORT = ""


class Options(ActionOptions):
    pass


def rank(options: Options) -> float:
    return 0.0


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    return options


async def apply(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    await platform.delete(effect.message)
    return "removed"


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    return await platform.give_back(effect.message, effect.key)


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
