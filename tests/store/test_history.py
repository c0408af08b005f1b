"""Stored messages as a backtest reads them: in order, in parts, with what became of them."""

from datetime import timedelta

import pytest

from bot.errors import StoreError
from bot.model import MemberRecord
from bot.store.history import AT_ONCE, Decided, open_history
from tests.store.build import (
    BEN,
    NOON,
    OTHER_ROOM,
    after,
    decision,
    facts,
    keep,
    message,
    offend,
    say,
)

DAY = 86400


@pytest.fixture(params=["file", "postgres"])
def place(request, tmp_path):
    """A store that others can open too."""
    if request.param == "postgres":
        return request.getfixturevalue("server")
    return f"sqlite:///{tmp_path}/hearth.db"


async def read(address, days=30, at_once=AT_ONCE):
    async with open_history(address, days) as found:
        pasts = [past async for past in found.messages(at_once)]
        assert found.length == len(pasts)
    return pasts


async def ids(address, days=30):
    return [past.message.id for past in await read(address, days)]


async def test_messages_come_back_as_they_were_by_the_time_they_were_sent(store, address):
    first = message("m2", reply_to="m0", mentions=("u2",))
    second = message("m1", 5, conversation=OTHER_ROOM, author=BEN)
    await say(store, second, scores={"insult": 0.25}, lang="el")
    await keep(store, facts(first, MemberRecord(NOON - timedelta(days=9), 7, "pl")))
    one, two = await read(address)
    assert (one.message, two.message) == (first, second)
    assert one.message.author.roles == ("helpers",)
    assert one.message.author.joined_at == NOON - timedelta(days=90)
    assert (one.message.reply_to, one.message.mentions) == ("m0", ("u2",))
    assert one.first_seen == NOON - timedelta(days=9)
    assert (two.scores, two.lang, two.first_seen) == ({"insult": 0.25}, "el", after(5))


async def test_days_are_counted_back_from_the_newest_message(store, address):
    for number, days in enumerate((0, 1, 4, 6)):
        await say(store, message(f"m{number}", days * DAY))
    assert await ids(address, 30) == ["m0", "m1", "m2", "m3"]
    assert await ids(address, 5) == ["m2", "m3"]
    assert await ids(address, 1) == ["m3"]


@pytest.mark.parametrize("at_once", [1, 4, 6, 7])
async def test_messages_of_one_moment_come_once_each_however_they_are_read(store, address, at_once):
    said = [
        message("m2", 0),
        message("m1", 1),
        message("m1", 1, conversation=OTHER_ROOM),
        message("m3", 1, conversation=OTHER_ROOM),
        message("m9", 1),
        message("m0", 2),
    ]
    for one in said:
        await say(store, one)
    pasts = await read(address, at_once=at_once)
    in_order = sorted(said, key=lambda one: (one.sent_at, one.conversation.id, one.id))
    assert [past.message for past in pasts] == in_order


async def test_an_edited_message_comes_once_in_its_last_words_when_it_was_sent(store, address):
    await say(store, message("m1", text="before"))
    await say(store, message("m1", 60, text="after", edited=True))
    (past,) = await read(address)
    assert past.message == message("m1", text="after")


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (["uphold"], True),
        (["lighter"], True),
        (["stronger"], True),
        (["dismiss"], False),
        (["uphold", "undo"], None),
        (["undo", "dismiss"], False),
        (["dismiss", "undo"], False),
        ([], None),
    ],
    ids=str,
)
async def test_what_managers_found_of_the_case_of_a_message(store, address, words, right):
    case = await offend(store, message("m1"))
    await offend(store, message("m2", 1))
    await say(store, message("m3", 2))
    for round, word in enumerate(words):
        await store.decide(case.id, decision(word=word, round=round, seconds=60 + round))
    found = None if right is None else Decided(case.id, right)
    assert [past.decided for past in await read(address)] == [found, found, None]


async def test_of_two_decided_cases_the_newest_counts(store, address):
    first = await offend(store, message("m1"))
    await store.decide(first.id, decision(word="dismiss"))
    again = await offend(store, message("m1", 7200, text="worse", edited=True))
    assert again.id != first.id
    assert [past.decided for past in await read(address)] == [Decided(first.id, False)]
    await store.decide(again.id, decision(word="uphold", seconds=7300))
    assert [past.decided for past in await read(address)] == [Decided(again.id, True)]


async def test_an_empty_store_is_an_empty_history(store, address):
    assert await read(address) == []


@pytest.mark.parametrize("url", ["sqlite:///{}/none.db", "sqlite:///{}/deep/none.db"])
async def test_nothing_is_made_where_nothing_is(tmp_path, url):
    with pytest.raises(StoreError, match=r"none\.db: nothing is stored there"):
        await read(url.format(tmp_path))
    assert list(tmp_path.iterdir()) == []


async def test_a_memory_holds_no_history():
    with pytest.raises(StoreError, match="nothing is stored there"):
        await read("sqlite:///:memory:")


@pytest.mark.parametrize("place", ["file"], indirect=True)
async def test_tables_of_an_older_revision_are_left_to_the_bot(store, address):
    async with store.database.transaction() as run:
        await run(_age)
    with pytest.raises(StoreError, match="its tables are older; the next start updates them"):
        await read(address)


def _age(conn):
    conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
