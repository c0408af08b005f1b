"""What a verdict asks for, written out as effects: each with a key, so that it happens once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import shelf
from bot.model import (
    Action,
    Case,
    ConversationRecord,
    Effect,
    Facts,
    Hit,
    Member,
    MemberRecord,
    Message,
    Progress,
    Reading,
    Strike,
    Verdict,
)
from bot.rulebook.ladder import climb
from bot.rulebook.merge import merge
from bot.rulebook.schema import Rulebook

Standing = Mapping[Member, Sequence[Strike]]
"""The strikes of members that count now."""
_STANDING = frozenset({Progress.DONE, Progress.UNCONFIRMED})


def plan(verdict: Verdict, facts: Facts, case_id: int) -> tuple[Effect, ...]:
    """The effects of a verdict, in the order to carry them out, follow-ups behind their cause."""
    asked = _told(verdict.actions)
    beside = {action.name: shelf()[action.name].read(action) for action in asked}
    effects: list[Effect] = []
    for action in asked:
        options = shelf()[action.name].complete(beside[action.name], beside, facts)
        filled = Action(action.name, options.model_dump(by_alias=True, exclude_none=True))
        of_message = shelf()[action.name].once == "message"
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


def confirming(
    case: Case, standing: Standing, rulebook: Rulebook, by: str, at: datetime
) -> tuple[Effect, ...]:
    """The effects that a case's rules proposed, now that a human has said yes.

    A member with several messages is answered once, for the last of them and by the harshest of
    what was proposed, with the step that their ladder reaches from the strikes that are `standing`
    by now; what concerns a message alone is done to each.
    """
    last = {hit.message.author: hit for hit in case.hits if hit.verdict.proposed}
    effects: list[Effect] = []
    for hit in case.hits:
        author = hit.message.author
        if hit is last.get(author):
            theirs = [one.verdict for one in case.hits if one.message.author == author]
            asked = merge([*_proposed(theirs), *_steps(theirs, standing, author, rulebook, at)])
        else:
            asked = tuple(one for one in hit.verdict.proposed if shelf()[one.name].of_message)
        verdict = replace(hit.verdict, actions=asked, told=hit.verdict.awaiting)
        planned = plan(verdict, _recalled(hit), case.id)
        effects += [
            replace(one, at=at, due_at=at + (one.due_at - one.at), by=by)
            for one in planned
            if hit is last.get(author) or shelf()[one.action.name].of_message
        ]
    return tuple(effects)


def _proposed(verdicts: Iterable[Verdict]) -> Iterator[Action]:
    for verdict in verdicts:
        yield from verdict.proposed


def _steps(
    verdicts: Iterable[Verdict],
    standing: Standing,
    author: Member,
    rulebook: Rulebook,
    at: datetime,
) -> Iterator[Action]:
    """What ladders ask for once these verdicts' strikes count."""
    new = [strike for verdict in verdicts for strike in verdict.pending]
    named = {strike.policy: strike.policy for strike in new}
    for step, _ in climb(rulebook, standing.get(author, ()), new, at, named):
        yield from step.do


def _recalled(hit: Hit) -> Facts:
    """What is known of a message of a case, when it is acted on later."""
    message, member = hit.message, MemberRecord(lang=hit.message.author.lang)
    reading = Reading(message.text, message.text)
    return Facts(message, reading, hit.scores, member.lang, member, ConversationRecord())


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
    """A member hears only of what the bot answers them for."""
    return verdict.told if shelf()[action.name].target == "member" else verdict.policies


def undoing(
    case: Case, others: Sequence[Effect], by: str, at: datetime, at_round: int
) -> tuple[Effect, ...]:
    """The effects that take back what was done in a case and not yet taken back, last one first.

    `others` were asked for by other cases about the same members: what still stands of them is
    not taken back with it.
    """
    kept = _standing(others)
    effects = []
    for done in reversed(_standing(case.effects)):
        file = shelf().get(done.action.name)
        if file is None or not file.lasts:
            continue
        alike = [
            one
            for one in kept
            if (one.action.name, one.message.author) == (done.action.name, done.message.author)
        ]
        effects.append(
            replace(
                done,
                key=f"{done.key}/undo/{at_round}",
                action=replace(done.action, options=file.remaining(done, alike, at)),
                at=at,
                due_at=at,
                undo=True,
                by=by,
                progress=Progress.INTENDED,
                detail="",
            )
        )
    return tuple(effects)


def _standing(effects: Sequence[Effect]) -> list[Effect]:
    """What was done, perhaps at least, and not yet taken back; what only follows is left out."""
    gone = {
        effect.key.partition("/undo/")[0]
        for effect in effects
        if effect.undo and effect.progress is not Progress.FAILED
    }
    return [
        one
        for one in effects
        if not one.undo and one.progress in _STANDING and one.key not in gone and not _later(one)
    ]


def _later(effect: Effect) -> bool:
    """Whether it only follows from another effect, whose undo covers it."""
    return "/then/" in effect.key


def _told(asked: Sequence[Action]) -> list[Action]:
    """What is done, then what is said, then the call for a human.

    Nobody is punished without being told: a warning stands for all that is said beside it.
    """
    by_name = {action.name: action for action in asked}
    if any(shelf()[name].told for name in by_name):
        by_name.pop("nudge", None)
        by_name.setdefault("warn", Action("warn"))
    turns = ("does", "says", "calls")
    return sorted(by_name.values(), key=lambda one: (turns.index(shelf()[one.name].turn), one.name))


def _followed(effect: Effect) -> tuple[Effect, ...]:
    following = shelf()[effect.action.name].follow(effect)
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
    once = shelf()[action.name].once
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
