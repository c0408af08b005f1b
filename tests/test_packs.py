"""The packaged rulebooks: each is fine, does what its examples say, and works as a copy."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import shelf
from bot.app import read_rulebook, running
from bot.config import Settings
from bot.language import detect
from bot.library import find, pack, packs, rulebook
from bot.model import Action, Conversation, Effect, Member, Message
from bot.notices import LANGUAGES, Notices
from bot.platforms.tied import Tied
from bot.replay.examples import WHEN, examples_of, try_examples

EVERY = pytest.mark.parametrize("name", packs())


def test_the_packs_are_there():
    assert {"default", "gaming", "support", "classroom"} <= set(packs())


@EVERY
def test_a_pack_loads_without_a_warning(name):
    book = rulebook(name)
    assert book.rules
    assert book.warnings == ()


@EVERY
async def test_a_pack_does_what_its_examples_say(name, scorer):
    settings = Settings(database_url="sqlite:///:memory:", rules=name)
    book = read_rulebook(settings)
    tested = [one async for one in try_examples(settings, book, scorer, book.rules)]
    assert tested
    assert [(one.rule.id, one.should, one.text) for one in tested if not one.passed] == []


@EVERY
def test_a_rule_that_can_hurt_is_shown_in_every_language(name):
    for rule in rulebook(name).rules:
        shown = defaultdict(set)
        for should, example in examples_of(rule):
            lines = [example] if isinstance(example, str) else [line.text for line in example]
            shown[should] |= {detect(line) for line in lines}
        punishes = any(shelf()[action.name].punishes for action in rule.then)
        for should in (True, False) if punishes and rule.mode != "off" else ():
            assert set(LANGUAGES) <= shown[should], (rule.id, should)


@EVERY
def test_a_pack_explains_itself_before_it_begins(name):
    opening, _, _ = pack(name).partition("\nversion:")
    assert len(opening.split()) > 100
    assert all(line.startswith("#") for line in opening.splitlines() if line)


@EVERY
def test_a_copy_works_in_any_folder_and_is_the_same(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(pack(name), encoding="utf-8")
    assert find("mine.yaml")[1] == pack(name)
    assert rulebook("mine.yaml").rules == rulebook(name).rules


@pytest.mark.parametrize("lang", LANGUAGES)
def test_support_hides_personal_data_kindly_and_says_why(lang):
    about = {name: (one.title, one.text) for name, one in rulebook("support").policies.items()}
    own = {name: one.notices for name, one in rulebook("support").policies.items()}
    text = Notices(about, own=own).write("warn", removal("privacy", lang))
    usual = Notices(about).write("warn", removal("privacy", lang))
    assert "#help" in text
    assert detect(text) == lang
    assert text.splitlines()[-1] == usual.splitlines()[-1]
    assert not set(text.splitlines()[:-1]) & set(usual.splitlines())


async def test_support_hides_personal_data_without_a_strike_and_calls_its_team(scorer):
    settings = Settings(database_url="sqlite:///:memory:", rules="support")
    async with running(settings, [Tied("replay")], scorer) as app:
        judged = await app.pipeline.handle(said("my order never came, call me on 07911 123456"))
    asked = {one.name: one.options for one in judged.verdict.actions}
    assert set(asked) == {"delete", "escalate"}
    assert asked["escalate"]["queue"] == "support"
    assert judged.verdict.strikes == ()
    assert "07911" not in repr(judged.verdict.reasons)


@pytest.mark.parametrize(("hour", "asked"), [(21, False), (22, True), (3, True), (7, False)])
async def test_a_classroom_asks_once_a_night_to_sleep_over_it(scorer, hour, asked):
    settings = Settings(database_url="sqlite:///:memory:", rules="classroom")
    first = replace(said("is anybody awake?"), sent_at=WHEN.replace(hour=hour))
    again = replace(first, id="m2", sent_at=first.sent_at + timedelta(minutes=5))
    async with running(settings, [Tied("replay")], scorer) as app:
        verdicts = [(await app.pipeline.handle(one)).verdict for one in (first, again)]
    assert ["quiet-hours" in one.rules for one in verdicts] == [asked, False]
    assert {action.name for action in verdicts[0].actions} == ({"nudge"} if asked else set())


def test_in_a_classroom_nobody_is_silenced_for_long_without_a_human():
    book = rulebook("classroom")
    steps = [step.do for ladder in book.ladders.values() for step in ladder.steps]
    alone = [*steps, *(rule.then for rule in book.rules if not rule.confirm)]
    pauses = [one.options["seconds"] for do in alone for one in do if one.name == "mute"]
    assert pauses
    assert max(pauses) == 3600


def said(text):
    here = Conversation("replay", "hearth", "help", "#help")
    return Message("m1", here, Member("replay", "hearth", "ann"), text, WHEN)


def removal(policy, lang):
    action = Action("warn", {"removed": True, "called": True})
    return Effect("c1/m1/warn", 1, action, said("hello"), WHEN, WHEN, policies=(policy,), lang=lang)
