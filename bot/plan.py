"""What a verdict asks for, written out as effects: each with a key, so that it happens once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType

from bot import actions
from bot.model import Action, Case, Effect, Facts, Message, Progress, Verdict
from bot.options import ActionOptions
from bot.registry import modules

_PUNISHING = frozenset({"delete", "mute"})
_STANDING = frozenset({Progress.DONE, Progress.UNCONFIRMED})


def plan(verdict: Verdict, facts: Facts, case_id: int) -> tuple[Effect, ...]:
    """The effects of a verdict, in the order to carry them out, follow-ups behind their cause."""
    asked = _told(verdict.actions)
    beside = {action.name: _options(action) for action in asked}
    effects: list[Effect] = []
    for action in asked:
        options = _file(action.name).complete(beside[action.name], beside, facts)
        filled = Action(action.name, options.model_dump(by_alias=True, exclude_none=True))
        of_message = _file(action.name).ONCE == "message"
        effect = Effect(
            key=_key(case_id, facts.message, filled if of_message else action),
            case_id=case_id,
            action=filled,
            message=facts.message,
            at=facts.message.sent_at,
            due_at=facts.message.sent_at,
            policies=_policies(verdict, action),
            lang=facts.message.author.lang or facts.member.lang,
        )
        effects += [effect, *_followed(effect)]
    return tuple(effects)


def before_ours(facts: Facts, waiting: Sequence[Effect]) -> Facts:
    """The facts with the slow mode that stood before any of ours.

    While the end of an earlier one still waits (`waiting`, the first to fall due first) and the
    platform shows the pace that we set, that end knows what to go back to.
    """
    now = facts.message.conversation.slowmode
    ends = [one.action.options for one in waiting if one.action.options.get("only_if") == now]
    before = ends[0]["seconds"] if ends else None
    if not now or not isinstance(before, int):
        return facts
    return replace(facts, before_slowmode=before)


def _policies(verdict: Verdict, action: Action) -> tuple[str, ...]:
    """What a member is told about: the policies that struck, if any did."""
    struck = tuple(strike.policy for strike in verdict.strikes)
    to_member = _file(action.name).TARGET == "member"
    return struck if struck and to_member else verdict.policies


def undoing(case: Case, by: str, at: datetime, at_round: int) -> tuple[Effect, ...]:
    """The effects that take back what was done in a case and not yet taken back, last one first."""
    gone = {
        effect.key.partition("/undo/")[0]
        for effect in case.effects
        if effect.undo and effect.progress is not Progress.FAILED
    }
    effects = []
    for done in reversed(case.effects):
        if done.undo or done.progress not in _STANDING or done.key in gone or _later(done):
            continue
        effects.append(
            replace(
                done,
                key=f"{done.key}/undo/{at_round}",
                at=at,
                due_at=at,
                undo=True,
                by=by,
                progress=Progress.INTENDED,
                detail="",
            )
        )
    return tuple(effects)


def _later(effect: Effect) -> bool:
    """Whether it only follows from another effect, whose undo covers it."""
    return "/then/" in effect.key


def _told(asked: Sequence[Action]) -> list[Action]:
    """What is done, then what is said, then the call for a human.

    Nobody is punished without being told: a warning stands for all that is said beside it.
    """
    by_name = {action.name: action for action in asked}
    if _PUNISHING & by_name.keys():
        by_name.pop("nudge", None)
        by_name.setdefault("warn", Action("warn"))
    return sorted(by_name.values(), key=lambda action: (_speaks(action.name), action.name))


def _speaks(name: str) -> int:
    return {"breathe": 1, "nudge": 1, "warn": 1, "escalate": 2}.get(name, 0)


def _followed(effect: Effect) -> tuple[Effect, ...]:
    following = _file(effect.action.name).follow(effect)
    if following is None:
        return ()
    action, seconds = following
    due = effect.at + timedelta(seconds=seconds)
    return (replace(effect, key=f"{effect.key}/then/{action.name}", action=action, due_at=due),)


def _key(case_id: int, message: Message, action: Action) -> str:
    """What makes an effect the same as another, as the action's `ONCE` says.

    For a message it is the message and the wish, whatever case it is filed in: an edit is not
    answered twice. For a case it is the wish, until the time of that wish has run out.
    """
    once = _file(action.name).ONCE
    wish = hashlib.blake2b(json.dumps(dict(action.options), sort_keys=True).encode(), digest_size=4)
    if once == "message":
        where = message.conversation
        place = f"{where.platform}/{where.community}/{where.id}/{message.id}"
        return f"{place}/{action.name}/{wish.hexdigest()}"
    if once == "member":
        return f"c{case_id}/{message.author.id}/{action.name}"
    span = action.options.get("for")
    lapse = f"/{int(message.sent_at.timestamp()) // span}" if isinstance(span, int) and span else ""
    return f"c{case_id}/{action.name}/{wish.hexdigest()}{lapse}"


def _options(action: Action) -> ActionOptions:
    options: ActionOptions = _file(action.name).Options.model_validate(action.options)
    return options


def _file(name: str) -> ModuleType:
    return modules(actions)[name]
