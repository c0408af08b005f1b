"""Bring together all that is known when a message arrives."""

from bot.context.addressee import likely_addressee
from bot.context.conversation import addressee, hear, hostility
from bot.context.heads import DIGITS, understood
from bot.context.manner import manner
from bot.context.member import post
from bot.context.turns import LABELS
from bot.context.visits import visited
from bot.model import ConversationRecord, Facts, Line, MemberRecord, Message, Reading, Scores


def gather(
    message: Message,
    scores: Scores,
    lang: str | None,
    member: MemberRecord,
    conversation: ConversationRecord,
    *,
    again: bool = False,
    fired: frozenset[str] = frozenset(),
) -> Facts:
    """The facts about a normalised message, with both records moved on by it.

    `again` says that the message was known before: it is no further message of its author.
    `fired` are the rules that fired on it then.
    """
    reading = message.reading or Reading(message.text, message.text)
    line = understood(
        conversation.lines,
        spoken(conversation, message, reading, scores),
        manner(reading.own),
    )
    after, again = hear(conversation, line), again or message.edited
    member = post(member, message, reading.folded, lang, again=again)
    return Facts(
        message=message,
        reading=reading,
        scores=scores,
        lang=lang,
        member=member if again else visited(member, message, conversation, after),
        conversation=after,
        answers=next((old for old in conversation.lines if old.id == message.reply_to), None),
        fired=fired,
    )


def spoken(record: ConversationRecord, message: Message, reading: Reading, scores: Scores) -> Line:
    """The message as the next line of a conversation, not yet read in it."""
    to = addressee(record, message, scores)
    likely_to, sure = likely_addressee(record.lines, message, reading.own)
    return Line(
        id=message.id,
        author=message.author.id,
        name=message.author.name or message.author.id,
        at=message.sent_at,
        hostility=hostility(scores, addressed=to is not None),
        to=to,
        provocation=scores.get("provocation"),
        likely_to=likely_to,
        sure=sure,
        tones={label: round(scores[label], DIGITS) for label in LABELS if label in scores},
        laughs=manner(reading.own).laughs,
    )
