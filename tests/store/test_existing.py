"""A store that is only used where there is one; its tables are left alone."""

import pytest

from bot.errors import StoreError
from bot.store import open_store
from bot.store.opening import existing
from tests.store.build import ask, message, say
from tests.store.conftest import SHARED

shared = pytest.mark.parametrize("place", SHARED, indirect=True)


@shared
async def test_what_is_there_can_be_read_and_written(address):
    first = await open_store(address)
    await say(first, message())
    await first.close()
    async with existing(address) as store:
        await say(store, message("m2", 1))
        assert await ask(store, "SELECT count(*) FROM messages") == [(2,)]
    with pytest.raises(StoreError, match="closed"):
        await store.rulebooks()


@shared
async def test_where_nothing_is_nothing_is_made(empty):
    for _ in range(2):
        with pytest.raises(StoreError, match="nothing is stored there"):
            async with existing(empty):
                pass


@shared
async def test_older_tables_are_left_as_they_are(address):
    first = await open_store(address)
    await ask(first, "UPDATE alembic_version SET version_num = '0001'")
    for _ in range(2):
        with pytest.raises(StoreError, match="its tables are older; the next start updates them"):
            async with existing(address):
                pass
    assert await ask(first, "SELECT version_num FROM alembic_version") == [("0001",)]
    await first.close()


async def test_a_memory_that_nobody_has_made_is_empty():
    with pytest.raises(StoreError, match="nothing is stored there"):
        async with existing("sqlite:///:memory:"):
            pass
