"""A stored message is found again, with what is remembered around it, and nothing is changed."""

from dataclasses import replace

import pytest

from bot.errors import StoreError
from bot.model import Conversation, ConversationRecord, Line
from bot.store.stored import find_message
from tests.store.build import MIA, NOON, OTHER_ROOM, ask, message, offend, say
from tests.store.conftest import SHARED

shared = pytest.mark.parametrize("place", SHARED, indirect=True)
ELSEWHERE = Conversation("discord", "hearth", "room", "The room")


@shared
async def test_a_message_comes_back_with_its_scores_and_both_records(store, address):
    line = Line("m1", "u1", "Mia", NOON, 0.5)
    talk = ConversationRecord(0.25, NOON, (line,))
    await say(store, message(reply_to="m0"), conversation=talk, scores={"insult": 0.4}, lang="pl")
    found = await find_message(address, "m1")
    assert (found.message.text, found.message.reply_to) == ("words of m1", "m0")
    assert (found.message.author, found.message.sent_at) == (MIA, NOON)
    assert (dict(found.scores), found.lang) == ({"insult": 0.4}, "pl")
    assert (found.member.messages, found.conversation) == (1, talk)


@shared
async def test_the_strikes_that_it_brought_itself_are_left_out(store, address):
    await offend(store, message("m1"))
    await offend(store, message("m2", 60))
    found = await find_message(address, "m2")
    assert [strike.at for strike in found.member.strikes] == [NOON]


@shared
async def test_an_id_in_several_conversations_needs_to_be_told_apart(store, address):
    for where in (message().conversation, OTHER_ROOM, ELSEWHERE):
        author = replace(MIA, platform=where.platform)
        await say(store, message("m1", conversation=where, author=author))
    with pytest.raises(StoreError, match=r"in several conversations: .*`sandbox/hearth/other`"):
        await find_message(address, "m1")
    for name in ("other", "The other room", "#other", "sandbox/hearth/other"):
        assert (await find_message(address, "m1", name)).message.conversation == OTHER_ROOM
    with pytest.raises(StoreError, match=r"several"):
        await find_message(address, "m1", "room")
    assert (await find_message(address, "m1", "discord/hearth/room")).message.conversation == (
        ELSEWHERE
    )


@shared
async def test_what_is_not_stored_is_said(store, address):
    with pytest.raises(StoreError, match=r"^no message `m1` is stored$"):
        await find_message(address, "m1")
    await say(store, message())
    with pytest.raises(StoreError, match=r"^no message `m1` is stored in `attic`$"):
        await find_message(address, "m1", "attic")


@shared
async def test_looking_writes_nothing(store, address):
    await offend(store, message("m1"))
    before = [await ask(store, f"SELECT * FROM {name}") for name in ("members", "events", "hits")]
    await find_message(address, "m1")
    assert before == [
        await ask(store, f"SELECT * FROM {name}") for name in ("members", "events", "hits")
    ]


@shared
async def test_older_tables_are_left_as_they_are(store, address):
    await say(store, message())
    await ask(store, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match=r"its tables are older; the next start updates them"):
        await find_message(address, "m1")
    assert await ask(store, "SELECT version_num FROM alembic_version") == [("0001",)]


async def test_a_database_that_is_not_there_is_not_made(tmp_path):
    for address in (f"sqlite:///{tmp_path}/gone.db", "sqlite:///:memory:", "sqlite://"):
        with pytest.raises(StoreError, match=r"nothing is stored there"):
            await find_message(address, "m1")
    assert not (tmp_path / "gone.db").exists()


async def test_a_database_without_tables_holds_nothing(tmp_path):
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match=r"nothing is stored there"):
        await find_message(f"sqlite:///{tmp_path}/empty.db", "m1")
