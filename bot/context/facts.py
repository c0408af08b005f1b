"""Bring together all that is known when a message arrives."""

from bot.context.conversation import addressee, hear, hostility
from bot.context.member import post
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
    to = addressee(conversation, message, scores)
    line = Line(
        id=message.id,
        author=message.author.id,
        name=message.author.name or message.author.id,
        at=message.sent_at,
        hostility=hostility(scores, addressed=to is not None),
        to=to,
        provocation=scores.get("provocation"),
    )
    return Facts(
        message=message,
        reading=reading,
        scores=scores,
        lang=lang,
        member=post(member, message, reading.folded, lang, again=again or message.edited),
        conversation=hear(conversation, line),
        answers=next((old for old in conversation.lines if old.id == message.reply_to), None),
        fired=fired,
    )
