"""A friendly word: to the member in private, or to everyone when a conversation runs hot."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.model import Action, Effect, Facts
from bot.notices import Notices
from bot.options import ActionOptions
from bot.ports import Platform

SEVERITY = 0
NEEDS = frozenset({"notify", "say"})
TARGET = "member"
ONCE = "member"
REPEATABLE = False
COVERS: frozenset[str] = frozenset()
SHORT = "to"


class Options(ActionOptions):
    to: Literal["member", "conversation"] = "member"


def rank(options: Options) -> float:
    return float(options.to == "conversation")


def complete(options: Options, beside: Mapping[str, Any], facts: Facts) -> Options:
    return options


async def apply(effect: Effect, platform: Platform, notices: Notices) -> str:
    here = effect.message.conversation
    if effect.action.options.get("to") == "conversation":
        await platform.say(here, notices.write("breathe", effect), effect.key)
        return "said to everyone"
    text = notices.write("nudge", effect)
    return await platform.notify(effect.message.author, here, text, effect.key)


async def undo(effect: Effect, platform: Platform, notices: Notices) -> str:
    return "a friendly word needs no undoing"


def follow(effect: Effect) -> tuple[Action, int] | None:
    return None
