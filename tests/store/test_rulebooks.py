"""Versions of the rulebook: kept whole, newest first, each coming into force once."""

import asyncio
from dataclasses import replace

import pytest

from bot.model.lifecycle import SET_ASIDE, RulebookVersion
from bot.store import open_store
from tests.store.build import after
from tests.store.conftest import SHARED

FIRST = RulebookVersion(
    "aa11", "rules.yaml", {"rules.yaml": "é: 1\r\n", "a.yaml": "b"}, 2, after(0)
)
SECOND = replace(FIRST, digest="bb22", sources={"rules.yaml": "two"}, rules=3, at=after(1))


async def test_a_version_comes_back_whole_with_its_files_in_order(store):
    assert await store.note_rulebook(FIRST)
    (found,) = await store.rulebooks()
    assert found == FIRST
    assert list(found.sources) == ["rules.yaml", "a.yaml"]


async def test_what_is_in_force_is_noted_once_however_often_the_bot_starts(store):
    assert await store.note_rulebook(FIRST)
    assert not await store.note_rulebook(replace(FIRST, at=after(9)))
    assert await store.rulebooks() == (FIRST,)


async def test_going_back_is_a_new_entry(store):
    again = replace(FIRST, at=after(2))
    for version in (FIRST, SECOND, again):
        assert await store.note_rulebook(version)
    assert await store.rulebooks() == (again, SECOND, FIRST)


async def test_what_was_set_aside_is_kept_once_and_is_not_in_force(store):
    aside = replace(SECOND, how=SET_ASIDE, rules=None)
    await store.note_rulebook(FIRST)
    assert await store.note_rulebook(aside)
    assert not await store.note_rulebook(replace(aside, at=after(5)))
    assert not await store.note_rulebook(replace(FIRST, how=SET_ASIDE))
    assert not await store.note_rulebook(replace(FIRST, at=after(6)))
    assert await store.rulebooks() == (aside, FIRST)


async def test_versions_are_found_by_the_beginning_of_their_digest(store):
    for version in (FIRST, SECOND):
        await store.note_rulebook(version)
    assert await store.rulebooks("b") == (SECOND,)
    assert await store.rulebooks("%") == ()
    assert await store.rulebooks(limit=1) == (SECOND,)


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_two_processes_that_start_together_note_it_once(address, store):
    other = await open_store(address)
    noted = await asyncio.gather(store.note_rulebook(FIRST), other.note_rulebook(FIRST))
    assert sorted(noted) == [False, True]
    await other.close()
