"""The talks that a member took part in, moved on by each of their messages."""

from dataclasses import replace
from datetime import timedelta

from bot.context.flaring import flaring_at
from bot.model import ConversationRecord, MemberRecord, Message, Visit

GAP = timedelta(minutes=30)
"""Who says nothing for longer comes anew."""
KEEP_MOST = 20
COUNTS = 0.3
"""From here on a reading as baiting or hostile counts; below it is noise."""
CALM, HOT = 0.4, 0.7
"""Below which a talk is calm, and from which on it has flared up."""


def visited(
    member: MemberRecord, message: Message, before: ConversationRecord, after: ConversationRecord
) -> MemberRecord:
    """The record after this message, which is the last line of the conversation as it is `after`.

    Not for a message that is heard again: it would count twice.
    """
    line, place = after.lines[-1], message.conversation.id
    here = next((one for one in reversed(member.visits) if one.conversation == place), None)
    others = tuple(one for one in member.visits if one is not here)
    if here is None or message.sent_at - here.last > GAP:
        others = member.visits
        calm = flaring_at(before, message.sent_at) < CALM
        here = Visit(place, message.sent_at, message.sent_at, messages=0, calm=calm)
    here = replace(
        here,
        last=max(here.last, message.sent_at),
        messages=here.messages + 1,
        baits=here.baits + _counted(line.baiting),
        given=here.given + (_counted(line.hostile) if line.likely_to is not None else 0.0),
        drew=max(here.drew, len(_hostile_to(line.author, after, here))),
        flared=here.flared or (here.calm and flaring_at(after, message.sent_at) >= HOT),
    )
    return replace(member, visits=(*others, here)[-KEEP_MOST:])


def _counted(reading: float | None) -> float:
    return reading if reading is not None and reading >= COUNTS else 0.0


def _hostile_to(who: str, record: ConversationRecord, visit: Visit) -> set[str]:
    return {
        line.author
        for line in record.lines
        if line.likely_to == who and line.at >= visit.since and _counted(line.hostile)
    }
