"""The words of the field, as frozen data. No I/O, no clock, no platform.

Ids are only unique within their platform and community, so they never travel bare: a `Member`,
`Conversation` or `Message` carries all it takes to find it. Times are aware and in UTC.
"""

from bot.model.case import Case, Decision, Effect, Hit, Judged, Outcome, Person, Progress
from bot.model.memory import ConversationRecord, Fired, Line, MemberRecord, Post, Strike
from bot.model.said import Conversation, Member, Message, Reading
from bot.model.values import Json, Options, Scores, Thresholds, Value
from bot.model.verdict import Action, Facts, Reason, Signal, Verdict

__all__ = [
    "Action",
    "Case",
    "Conversation",
    "ConversationRecord",
    "Decision",
    "Effect",
    "Facts",
    "Fired",
    "Hit",
    "Json",
    "Judged",
    "Line",
    "Member",
    "MemberRecord",
    "Message",
    "Options",
    "Outcome",
    "Person",
    "Post",
    "Progress",
    "Reading",
    "Reason",
    "Scores",
    "Signal",
    "Strike",
    "Thresholds",
    "Value",
    "Verdict",
]
