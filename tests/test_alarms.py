"""Rules that managers overrule are told of: in the log once a day, and to whoever looks."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.alarms import AGAIN, SINCE, Alarms, checkup
from bot.errors import StoreError
from bot.model.lifecycle import RuleCounts
from bot.rulebook.scopes import Scope
from bot.rulebook.versions import version_of
from tests.conftest import NOON
from tests.rulebook.build import rulebook

BOOK = rulebook({"title": "Attack"}, {"policy": "calm", "mode": "suggest"})
VERSIONS = [version_of(rule) for rule in BOOK.rules]


def counts(at=0, mode="live", upheld=0, dismissed=0, version=None):
    return RuleCounts(
        f"r{at}", version or VERSIONS[at], mode, upheld + dismissed, upheld, dismissed
    )


@dataclass
class Bot:
    """A pipeline's rulebook and its store, with counts that are made up."""

    rulebook: object = BOOK
    found: tuple = ()
    asked: list = field(default_factory=list)
    away: bool = False

    @property
    def store(self):
        return self

    async def rule_counts(self, since):
        if self.away:
            raise StoreError("away")
        self.asked.append(since)
        return self.found


@pytest.fixture
def bot():
    return Bot()


@dataclass
class Clock:
    """A time to set."""

    at: object = NOON

    def __call__(self):
        return self.at


@pytest.fixture
def changes():
    return []


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watched(bot, clock, changes):
    return Alarms(bot, clock, lambda: changes.append(1))


def rules(alarms):
    return [(one.counts.rule, one.propose) for one in alarms.standing]


async def look(alarms):
    with capture_logs() as logs:
        await alarms.look()
    return [line["rule"] for line in logs if line["log_level"] == "warning"]


async def test_a_rule_that_is_overruled_again_and_again_is_told_of(bot, watched, changes):
    bot.found = (counts(0, dismissed=5), counts(1, "suggest", upheld=5))
    assert await look(watched) == ["r0"]
    assert rules(watched) == [("r0", "suggest")]
    assert len(changes) == 1
    assert bot.asked == [NOON - SINCE]


async def test_it_is_told_of_once_a_day_and_stands_all_the_while(bot, watched, clock, changes):
    bot.found = (counts(0, dismissed=5),)
    assert await look(watched) == ["r0"]
    clock.at = NOON + AGAIN - timedelta(seconds=1)
    assert await look(watched) == []
    clock.at = NOON + AGAIN
    assert await look(watched) == ["r0"]
    assert rules(watched) == [("r0", "suggest")]
    assert len(changes) == 1


async def test_an_alarm_ends_when_the_rule_is_changed_or_demoted(bot, watched):
    bot.found = (counts(0, dismissed=5),)
    await look(watched)
    attack = BOOK.rules[0]
    bot.rulebook = replace(BOOK, rules=(replace(attack, mode="suggest"),))
    await look(watched)
    assert rules(watched) == []
    bot.rulebook = replace(BOOK, rules=(replace(attack, policy="calm"),))
    await look(watched)
    assert rules(watched) == []
    bot.rulebook = BOOK
    await look(watched)
    assert rules(watched) == [("r0", "suggest")]


async def test_while_the_store_is_away_what_stood_stands(bot, watched):
    bot.found = (counts(0, dismissed=5),)
    await look(watched)
    bot.away = True
    assert await look(watched) == []
    assert rules(watched) == [("r0", "suggest")]


def test_a_checkup_has_every_rule_in_force_also_those_that_never_fired():
    found = checkup(BOOK, [counts(1, "suggest", upheld=2), counts(0, version="old", dismissed=9)])
    assert [(one.counts.rule, one.counts.mode, one.decided) for one in found] == [
        ("r0", "live", 0),
        ("r1", "suggest", 2),
    ]


def test_a_rule_with_another_mode_somewhere_is_checked_in_both():
    shadow = replace(BOOK.rules[0], mode="shadow")
    both = replace(shadow, overrides=((Scope(channel=("help",)), replace(shadow, mode="live")),))
    book = replace(BOOK, rules=(both,))
    found = checkup(book, [RuleCounts("r0", version_of(both), "live", 9, 0, 9)])
    assert [(one.counts.mode, one.alarm) for one in found] == [("shadow", False), ("live", True)]
