"""A rule's version changes when the rule does, and only then."""

import json
from dataclasses import replace

import pytest

from bot.model import Verdict
from bot.model.lifecycle import RuleHit
from bot.rulebook.scopes import Scope
from bot.rulebook.versions import Versions, _plain, fired, stamped, version_of
from tests.rulebook.build import facts, rule, rulebook

GIVEN = {
    "title": "Be kind",
    "when": {"all": [{"insult": "likely"}, {"text": ["idiot", "moron"]}]},
    "guard": {"any": [{"reply": True}]},
}


def version(**changes):
    (found,) = rulebook({**GIVEN, **changes}).rules
    return version_of(found)


def test_a_version_is_eight_hex_digits_and_the_same_each_time():
    assert version() == version()
    assert len(version()) == 8
    assert int(version(), 16) >= 0


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Attack"},
        {"mode": "shadow"},
        {"examples": {"match": ["x"], "no_match": ["y", "z"]}},
    ],
)
def test_another_title_mode_or_example_is_the_same_version(changes):
    assert version(**changes) == version()


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": "calm"},
        {"then": ["delete", "strike"]},
        {"when": {"any": GIVEN["when"]["all"]}},
        {"when": {"all": [{"insult": "very likely"}, {"text": ["idiot", "moron"]}]}},
        {"when": {"all": [{"insult": "likely"}, {"text": ["idiot"]}]}},
        {"guard": {"any": [{"reply": False}]}},
        {"cooldown": "5m"},
    ],
)
def test_another_condition_or_consequence_is_another_version(changes):
    assert version(**changes) != version()


def test_the_order_of_keys_makes_no_difference():
    turned = dict(reversed(rule(**GIVEN, id="r").items()))
    assert version_of(rulebook(turned).rules[0]) == version()


def test_what_a_rule_does_not_say_is_not_part_of_its_version():
    (found,) = rulebook(GIVEN).rules
    bare = {key: value for key, value in GIVEN.items() if key != "guard"}
    assert version_of(replace(found, guard=None)) == version_of(rulebook(bare).rules[0])
    assert '"guard"' not in json.dumps(_plain(replace(found, guard=None)))


def test_versions_follow_the_rulebook():
    versions = Versions()
    first, second = rulebook(GIVEN), rulebook({**GIVEN, "policy": "calm"})
    assert versions(first) == {"r0": version()}
    assert versions(second) == {"r0": version(policy="calm")}
    assert versions(first) == {"r0": version()}


def test_a_verdict_is_stamped_with_the_rulebook_and_the_versions_of_what_fired():
    book = rulebook(GIVEN, {**GIVEN, "policy": "calm"}, GIVEN)
    verdict = Verdict(rules=("r1", "r0"), shadow=("r2",))
    found = stamped(verdict, book, Versions()(book))
    assert found.rulebook == book.digest
    assert found.versions == (version(policy="calm"), version())
    assert replace(found, rulebook="", versions=()) == verdict


def test_each_rule_that_fired_is_told_with_its_mode():
    book = rulebook({**GIVEN, "mode": "suggest"}, {**GIVEN, "mode": "shadow"}, GIVEN, GIVEN)
    verdict = Verdict(rules=("r0", "r2"), shadow=("r1",))
    assert fired(verdict, book, facts(), Versions()(book)) == (
        RuleHit("r0", version(), "suggest"),
        RuleHit("r1", version(), "shadow"),
        RuleHit("r2", version(), "live"),
    )


def test_a_rule_that_is_different_in_some_place_is_counted_in_the_mode_it_has_there():
    (shadow,) = rulebook({**GIVEN, "mode": "shadow"}).rules
    there = replace(shadow, mode="live")
    book = replace(
        rulebook(GIVEN), rules=(replace(shadow, overrides=((Scope(channel=("general",)), there),)),)
    )
    (hit,) = fired(Verdict(rules=("r0",)), book, facts(), Versions()(book))
    assert hit.mode == "live"
