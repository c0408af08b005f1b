"""What managers decided, as the training reads it: outcomes and scores, each message once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Conversation, Reason
from bot.store.lessons import Lesson, lessons
from bot.store.trail import BOT
from tests.store.build import NOON, after, decision, message, offend, say, verdict

INSULT = Reason("insult", "insult", 0.9, ">= 0.7 (likely)", "model")


@pytest.fixture(params=["file", "postgres"])
def place(request, tmp_path):
    """A store that others can open too."""
    if request.param == "postgres":
        return request.getfixturevalue("server")
    return f"sqlite:///{tmp_path}/hearth.db"


def ruled(*reasons, **fields):
    return verdict(reasons=reasons or (INSULT,), **fields)


async def decide(store, case, *words, by="Ana"):
    for round, word in enumerate(words):
        said = decision(by, word, round, seconds=9000 + round)
        await store.decide(case.id, said)


async def test_a_decided_message_teaches_by_its_scores_and_what_its_rule_looked_at(store, address):
    case = await offend(store, message("m1"), ruled(), scores={"insult": 0.9, "toxicity": 0.4})
    await say(store, message("m2", 1), scores={"insult": 0.1})
    await decide(store, case, "uphold")
    expected = Lesson(
        "sandbox", "hearth", case.id, True, {"insult": 0.9, "toxicity": 0.4}, frozenset({"insult"})
    )
    assert await lessons(address) == (expected,)


@pytest.mark.parametrize(
    ("words", "upheld"),
    [
        (["uphold"], [True]),
        (["lighter"], [True]),
        (["dismiss"], [False]),
        (["dismiss", "undo"], [False]),
        (["undo", "dismiss"], [False]),
        (["uphold", "undo"], []),
        (["undo"], []),
        ([], []),
    ],
    ids=str,
)
async def test_what_was_decided_counts_and_what_was_undone_does_not(store, address, words, upheld):
    case = await offend(store, message("m1"), ruled())
    await decide(store, case, *words)
    assert [one.upheld for one in await lessons(address)] == upheld


@pytest.mark.parametrize("by", ["", BOT])
async def test_what_no_human_decided_teaches_nothing(store, address, by):
    await decide(store, await offend(store, message("m1"), ruled()), "uphold", by=by)
    assert await lessons(address) == ()


async def test_each_message_counts_once_in_the_newest_case_and_its_last_words(store, address):
    first = await offend(store, message("m1"), ruled(), scores={"insult": 0.7})
    worse = message("m1", 5, text="worse", edited=True)
    assert (await offend(store, worse, ruled(), scores={"insult": 0.8})).id == first.id
    await decide(store, first, "dismiss")
    (one,) = await lessons(address)
    assert (one.upheld, one.scores) == (False, {"insult": 0.8})
    again = message("m1", 9500, text="worst", edited=True)
    second = await offend(store, again, ruled(), scores={"insult": 0.9})
    assert second.id != first.id
    assert [one.scores for one in await lessons(address)] == [{"insult": 0.8}]
    await decide(store, second, "uphold")
    (one,) = await lessons(address)
    assert (one.case_id, one.upheld, one.scores) == (second.id, True, {"insult": 0.9})


async def test_only_high_scores_that_rules_fired_for_are_looked_at(store, address):
    reasons = (
        INSULT,
        Reason("insult", "threat", 0.1, "< 0.3", "model"),
        Reason("insult", "obscene", 0.1, "not >= 0.7 (likely)", "model"),
        Reason("elsewhere", "toxicity", None, ">= 0.7 (likely)", "model"),
        Reason("insult", "identity_attack", None, ">= 0.7 (likely)", "model"),
    )
    await decide(store, await offend(store, message("m1"), ruled(*reasons)), "uphold")
    assert [one.labels for one in await lessons(address)] == [frozenset({"insult"})]


async def test_communities_are_told_apart_and_what_was_said_before_can_be_left_out(store, address):
    there = Conversation("sandbox", "harbour", "room")
    said = message("m1", 60)
    elsewhere = replace(said, conversation=there, author=replace(said.author, community="harbour"))
    for one in (message("m0"), elsewhere):
        await decide(store, await offend(store, one, ruled()), "uphold")
    assert [one.community for one in await lessons(address)] == ["hearth", "harbour"]
    assert [one.community for one in await lessons(address, NOON)] == ["harbour"]
    assert await lessons(address, after(60) + timedelta(seconds=1)) == ()
