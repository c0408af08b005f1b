"""Between a row and the words of `bot.model`, in both directions. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from bot.model import (
    Action,
    Case,
    Conversation,
    ConversationRecord,
    Decision,
    Effect,
    Facts,
    Hit,
    Line,
    Member,
    MemberRecord,
    Message,
    Person,
    Post,
    Progress,
    Reason,
    Strike,
    Verdict,
)
from bot.store import tables as t

Row = dict[str, Any]

_LINES = TypeAdapter(tuple[Line, ...])
_POSTS = TypeAdapter(tuple[Post, ...])
_STRIKES = TypeAdapter(tuple[Strike, ...])
_FIRED = TypeAdapter(dict[str, tuple[datetime, ...]])
NOBODY = MemberRecord()
NOWHERE = ConversationRecord()


def place(where: Conversation) -> Row:
    """The three columns that find a conversation's rows in other tables."""
    return {
        "platform": where.platform,
        "community": where.community,
        "conversation": where.id,
    }


def message_key(message: Message) -> Row:
    """The four columns that find a message's rows in other tables."""
    return {**place(message.conversation), "message": message.id}


def member_row(facts: Facts) -> Row:
    """The author as known to the platform, with what these facts remember; strikes left out."""
    author, record = facts.message.author, facts.member
    return {
        "platform": author.platform,
        "community": author.community,
        "id": author.id,
        "name": author.name,
        "lang": record.lang,
        "roles": author.roles,
        "first_seen": record.first_seen,
        "joined_at": author.joined_at,
        "created_at": author.created_at,
        "messages": record.messages,
        "recent": record.recent,
        "fired": record.fired,
    }


def conversation_row(facts: Facts) -> Row:
    """The conversation with what these facts remember."""
    where, record = facts.message.conversation, facts.conversation
    return {
        "platform": where.platform,
        "community": where.community,
        "id": where.id,
        "name": where.name,
        "heat": record.heat,
        "heated_at": record.heated_at,
        "lines": record.lines,
        "fired": record.fired,
    }


def message_row(facts: Facts) -> Row:
    """The message as received, uncorrected scores; an edit counts as edited when it was sent."""
    message = facts.message
    return {
        **place(message.conversation),
        "id": message.id,
        "author": message.author.id,
        "author_name": message.author.name,
        "author_lang": message.author.lang,
        "text": message.text,
        "sent_at": message.sent_at,
        "edited_at": message.sent_at if message.edited else None,
        "reply_to": message.reply_to,
        "mentions": message.mentions,
        "slowmode": message.conversation.slowmode,
        "lang": facts.lang,
        "scores": facts.kept_scores,
    }


def effect_row(effect: Effect) -> Row:
    """An effect and the key of its message."""
    return {
        "key": effect.key,
        "case_id": effect.case_id,
        "action": effect.action.name,
        "options": effect.action.options,
        **message_key(effect.message),
        "target": effect.message.author.id,
        "at": effect.at,
        "due_at": effect.due_at,
        "policies": effect.policies,
        "undo": effect.undo,
        "by": effect.by,
        "lang": effect.lang,
        "progress": effect.progress.value,
        "detail": effect.detail,
    }


def case_row(case: Case) -> Row:
    """What an incident changes in the row of its case; claims and decisions are left out."""
    return {
        "last_at": case.last_at,
        "queue": case.queue,
        "priority": case.priority,
        "rules": case.rules,
        "policies": case.policies,
        "people": case.people,
    }


def strike_row(strike: Strike) -> Row:
    """A strike without the message it was given for."""
    return {
        "policy": strike.policy,
        "weight": strike.weight,
        "at": strike.at,
        "half_life_s": strike.half_life_s,
    }


def to_member(row: RowMapping, strikes: tuple[Strike, ...]) -> MemberRecord:
    """What a `members` row and these strikes tell of a member; the row may be absent."""
    c = t.members.c
    if row[c.id] is None:
        return MemberRecord(strikes=strikes)
    return MemberRecord(
        first_seen=row[c.first_seen],
        messages=row[c.messages],
        lang=row[c.lang],
        recent=_POSTS.validate_python(row[c.recent]),
        strikes=strikes,
        fired=_FIRED.validate_python(row[c.fired]),
    )


def to_conversation(row: RowMapping) -> ConversationRecord:
    """What a `conversations` row tells; the row may be absent."""
    c = t.conversations.c
    if row[c.id] is None:
        return NOWHERE
    return ConversationRecord(
        heat=row[c.heat],
        heated_at=row[c.heated_at],
        lines=_LINES.validate_python(row[c.lines]),
        fired=_FIRED.validate_python(row[c.fired]),
    )


def to_strike(row: RowMapping) -> Strike:
    """One strike."""
    c = t.strikes.c
    return Strike(row[c.policy], row[c.weight], row[c.at], row[c.half_life_s])


def to_message(row: RowMapping) -> Message:
    """The message of a row that joins `messages` with its author and its conversation."""
    c = t.messages.c
    platform, community = row[c.platform], row[c.community]
    place = row[c.conversation], row[t.conversations.c.name] or "", row[c.slowmode]
    return Message(
        id=row[c.id],
        conversation=Conversation(platform, community, *place),
        author=Member(
            platform,
            community,
            row[c.author],
            row[c.author_name],
            tuple(row[t.members.c.roles] or ()),
            row[t.members.c.joined_at],
            row[c.author_lang],
            row[t.members.c.created_at],
        ),
        text=row[c.text],
        sent_at=row[c.sent_at],
        reply_to=row[c.reply_to],
        mentions=tuple(row[c.mentions]),
        edited=row[c.edited_at] is not None,
    )


def to_effect(row: RowMapping) -> Effect:
    """One effect with its message; a message that is gone comes back with its key alone."""
    c = t.effects.c
    return Effect(
        key=row[c.key],
        case_id=row[c.case_id],
        action=Action(row[c.action], row[c.options]),
        message=to_message(row) if row[t.messages.c.id] is not None else _gone(row),
        at=row[c.at],
        due_at=row[c.due_at],
        policies=tuple(row[c.policies]),
        undo=row[c.undo],
        by=row[c.by],
        lang=row[c.lang],
        progress=Progress(row[c.progress]),
        detail=row[c.detail],
    )


def _gone(row: RowMapping) -> Message:
    c = t.effects.c
    platform, community = row[c.platform], row[c.community]
    where = Conversation(platform, community, row[c.conversation])
    return Message(row[c.message], where, Member(platform, community, row[c.target]), "", row[c.at])


def to_case(row: RowMapping) -> Case:
    """The headline of a case: no hits, effects or decisions."""
    c = t.cases.c
    return Case(
        id=row[c.id],
        conversation=Conversation(
            row[c.platform],
            row[c.community],
            row[c.conversation],
            row[t.conversations.c.name] or "",
        ),
        opened_at=row[c.opened_at],
        last_at=row[c.last_at],
        state=row[c.state],
        queue=row[c.queue],
        priority=row[c.priority],
        rules=tuple(row[c.rules]),
        policies=tuple(row[c.policies]),
        people=tuple(Person(**person) for person in row[c.people]),
        claimed_by=row[c.claimed_by],
        claimed_until=row[c.claimed_until],
        round=row[c.round],
    )


def to_hit(row: RowMapping) -> Hit:
    """A message of a case, in the words it was judged on."""
    c = t.hits.c
    judged = replace(to_message(row), text=row[c.text], sent_at=row[c.at], edited=row[c.edited])
    return Hit(judged, to_verdict(row[c.verdict]), row[c.scores])


def to_line(row: RowMapping) -> Hit:
    """A message that was only said: no verdict."""
    return Hit(to_message(row), Verdict(), row[t.messages.c.scores])


def to_decision(row: RowMapping) -> Decision:
    """One decision."""
    c = t.decisions.c
    return Decision(row[c.round], row[c.by], row[c.word], row[c.note], row[c.at])


def to_verdict(kept: Mapping[str, Any]) -> Verdict:
    """The verdict that was kept as JSON; what was not kept is empty."""
    lists = ("rules", "policies", "told", "shadow", "unknown", "versions", "awaiting")
    return Verdict(
        **{name: tuple(kept.get(name, ())) for name in lists},
        actions=_to_actions(kept["actions"]),
        strikes=_STRIKES.validate_python(kept["strikes"]),
        reasons=tuple(Reason(**each) for each in kept["reasons"]),
        proposed=_to_actions(kept.get("proposed", ())),
        pending=_STRIKES.validate_python(kept.get("pending", ())),
        rulebook=kept.get("rulebook", ""),
    )


def _to_actions(kept: Iterable[Mapping[str, Any]]) -> tuple[Action, ...]:
    return tuple(Action(each["name"], each["options"]) for each in kept)
