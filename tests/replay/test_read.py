"""Recorded chats as messages."""

import json
from datetime import UTC, datetime

import pytest

from bot.errors import ConfigError
from bot.replay.read import open_recording

LINE = {"id": 1, "at": "2026-01-01T12:00:00Z", "conversation": "c", "author": "ann", "text": "hi"}


def messages(tmp_path, **more):
    path = tmp_path / "chat.jsonl"
    path.write_text(json.dumps({**LINE, **more}))
    return list(open_recording(path).messages())


def test_a_line_may_say_when_its_author_joined_and_when_the_account_was_made(tmp_path):
    made, joined = "2020-05-01T00:00:00+02:00", "2025-12-31T12:00:00Z"
    [message] = messages(tmp_path, created_at=made, joined_at=joined)
    assert message.author.created_at == datetime(2020, 4, 30, 22, tzinfo=UTC)
    assert message.author.joined_at == datetime(2025, 12, 31, 12, tzinfo=UTC)
    [message] = messages(tmp_path)
    assert (message.author.created_at, message.author.joined_at) == (None, None)


@pytest.mark.parametrize("key", ["at", "joined_at", "created_at"])
@pytest.mark.parametrize("time", ["yesterday", "2026-01-01T12:00:00", "1066-10-14T09:00:00Z"])
def test_a_time_that_is_none_is_refused_with_its_place(tmp_path, key, time):
    with pytest.raises(ConfigError, match=rf"chat\.jsonl:1: {key}: "):
        messages(tmp_path, **{key: time})
