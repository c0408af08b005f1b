"""Which decisions are evidence to learn from: those of humans, as far as they stand."""

import pytest

from bot.store import open_store
from bot.store.lessons import lessons
from bot.store.trail import BOT
from tests.store.build import decision, message, offend


async def said(store, case, *decisions):
    """What each said of a case, one after another, as `Ana uphold`."""
    for round, one in enumerate(decisions):
        by, word = one.split()
        by = {"bot": BOT, "nobody": ""}.get(by, by)
        await store.decide(case.id, decision(by, word, round, seconds=9000 + round))


@pytest.mark.parametrize(
    ("decisions", "upheld"),
    [
        (["Ana uphold"], [True]),
        (["Ana uphold", "Ben undo"], []),
        (["Ana uphold", "Ben undo", "Eva dismiss"], [False]),
        (["Ana uphold", "Ben undo", "Eva dismiss", "Ben undo", "Eva stronger"], [True]),
        (["bot uphold"], []),
        (["bot dismiss"], []),
        (["nobody uphold"], []),
        (["bot uphold", "Ana undo"], []),
        (["bot dismiss", "Ana undo"], []),
        (["bot uphold", "Ana undo", "Ana dismiss"], [False]),
        (["nobody dismiss", "Ana undo", "Ben lighter"], [True]),
        (["Ana uphold", "bot undo", "bot dismiss"], []),
        (["Ana dismiss", "Ben undo", "bot stronger"], [False]),
    ],
    ids=str,
)
async def test_what_a_human_said_last_and_nobody_took_back_counts(tmp_path, decisions, upheld):
    address = f"sqlite:///{tmp_path}/hearth.db"
    store = await open_store(address)
    await said(store, await offend(store, message("m1")), *decisions)
    assert [one.upheld for one in await lessons(address)] == upheld
    await store.close()


@pytest.mark.parametrize("later", [["bot uphold"], ["Ana uphold", "Ben undo"]], ids=str)
async def test_a_newer_case_that_teaches_nothing_hides_no_older_one(tmp_path, later):
    address = f"sqlite:///{tmp_path}/hearth.db"
    store = await open_store(address)
    older = await offend(store, message("m1"), scores={"insult": 0.4})
    await said(store, older, "Ana dismiss")
    edited = message("m1", 9500, text="worse", edited=True)
    await said(store, await offend(store, edited, scores={"insult": 0.9}), *later)
    (one,) = await lessons(address)
    assert (one.case_id, one.upheld, one.scores) == (older.id, False, {"insult": 0.4})
    await store.close()
