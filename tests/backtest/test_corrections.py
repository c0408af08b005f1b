"""Corrected scores are judged alike live and in a backtest, and never stored."""

from datetime import timedelta

import pytest

from bot.app import assemble
from bot.backtest.run import backtest
from bot.config import Settings
from bot.model import Conversation, Member, Message
from bot.platforms.tied import Tied
from bot.store import open_store
from bot.store.history import open_history
from tests.backtest.build import Drawn
from tests.conftest import NOON
from tests.rulebook.build import THRESHOLDS, rulebook

WHERE = Conversation("replay", "hearth", "general", "general")
TEXTS = [f"words {number}" for number in range(40)]
CORRECTIONS = {("replay", "hearth"): {"insult": -1.5, "toxicity": 1.5}}
RULES = (
    {"when": {"insult": "likely"}},
    {"when": {"toxicity": ">= 0.8"}},
    {"policy": "calm", "when": {"heat": ">= 0.5"}, "then": ["warn"]},
)


async def live(store, book, corrections):
    app = assemble(Settings(), book, Drawn(), store, [Tied("replay")], corrections=corrections)
    found = []
    for number, text in enumerate(TEXTS):
        author = Member("replay", "hearth", f"u{number}", f"u{number}")
        at = NOON + timedelta(seconds=number)
        found.append(await app.pipeline.handle(Message(str(number), WHERE, author, text, at)))
    return found


@pytest.mark.parametrize("corrections", [CORRECTIONS, {}], ids=["corrected", "as they are"])
async def test_a_backtest_judges_stored_scores_as_they_were_judged_live(tmp_path, corrections):
    address, book = f"sqlite:///{tmp_path}/hearth.db", rulebook(*RULES)
    store = await open_store(address)
    judged = await live(store, book, corrections)
    await store.close()
    async with open_history(address, 30) as history:
        found = await backtest((book,), history, THRESHOLDS, corrections=corrections)
    fired = [sum(rule.id in one.verdict.rules for one in judged) for rule in book.rules]
    assert [found.tallies[0].rules[rule.id].count for rule in book.rules] == fired
    assert sum(fired)


async def test_what_is_stored_is_what_the_model_said(tmp_path):
    address, book = f"sqlite:///{tmp_path}/hearth.db", rulebook(*RULES)
    store = await open_store(address)
    judged = await live(store, book, CORRECTIONS)
    cases = [await store.case(one.id) for one in await store.cases()]
    await store.close()
    said = {str(number): await Drawn().score(text) for number, text in enumerate(TEXTS)}
    async with open_history(address, 30) as history:
        kept = {past.message.id: past.scores async for past in history.messages()}
    hits = {hit.message.id: hit.scores for case in cases for hit in case.hits}
    assert kept == said
    assert hits == {number: said[number] for number in hits}
    assert hits
    assert any(one.facts.scores != said[one.message.id] for one in judged)
