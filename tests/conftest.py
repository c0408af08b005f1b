"""Plain builders; every test says only what it is about."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings

from bot.context.facts import gather
from bot.model import Conversation, ConversationRecord, Member, MemberRecord, Message
from bot.normalise import normalise

# how fast a machine is proves nothing
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GENERAL = Conversation("replay", "hearth", "general", "general")


def member(name="ann", **kw):
    return Member("replay", "hearth", name, name, **kw)


@pytest.fixture
def message():
    def make(text="hello", *, id="m1", at=NOON, author="ann", where=GENERAL, roles=(), **kw):
        author = member(author, roles=roles, lang=kw.pop("lang", None))
        return normalise(Message(id, where, author, text, at, **kw))

    return make


@pytest.fixture
def facts(message):
    def make(text="hello", *, scores=None, lang=None, record=None, conversation=None, **kw):
        return gather(
            message(text, **kw),
            scores or {},
            lang,
            record or MemberRecord(),
            conversation or ConversationRecord(),
        )

    return make
