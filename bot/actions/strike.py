"""Remember the violation: a strike with the policy's weight, which fades with time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 0
NEEDS: frozenset[str] = frozenset()
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
    return f"counted under {', '.join(effect.policies)}"


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    return "no longer counted"


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
