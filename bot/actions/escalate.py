"""Ask a human: put the case into a queue of the community's managers and call them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 4
NEEDS = frozenset({"alert"})
TARGET = "conversation"
ONCE = "case"
REPEATABLE = False
COVERS: frozenset[str] = frozenset()
SHORT = "queue"
PRIORITIES = ("low", "normal", "high", "urgent")


class Options(ActionOptions):
    queue: str = "community"
    priority: Literal["low", "normal", "high", "urgent"] = "normal"


def rank(options: Options) -> float:
    return float(PRIORITIES.index(options.priority))


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    return options


async def apply(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    options = Options.model_validate(effect.action.options)
    text = notices.write("alert", effect)
    await platform.alert(effect.case_id, options.queue, options.priority, text)
    return f"managers of {options.queue} called"


async def undo(effect: Effect, platform: Platform, notices: Notices, now: datetime) -> str:
    return "the managers know"


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
