"""Where and for whom rules hold, and which of several overrides wins."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Conversation, Member, Message
from bot.rulebook.abilities import check_abilities
from bot.rulebook.scopes import Scope
from tests.conftest import NOON
from tests.rulebook.build import document, facts, rulebook, yaml
from tests.rulebook.test_judge import verdict
from tests.rulebook.test_mistakes import mistakes, remarks


def message(channel="general", name="", roles=(), user="ann", platform="discord", community="c"):
    where = Conversation(platform, community, channel, name)
    return Message("m1", where, Member(platform, community, user, user, roles), "hi", NOON)


@pytest.mark.parametrize(
    ("scope", "given", "holds"),
    [
        ({"platform": ("discord",)}, {}, True),
        ({"platform": ("telegram",)}, {}, False),
        ({"community": ("c", "d")}, {}, True),
        ({"channel": ("general",)}, {}, True),
        ({"channel": ("help-*",)}, {"channel": "42", "name": "Help-Polski"}, True),
        ({"channel": ("help-*",)}, {"channel": "42", "name": "no-help-"}, False),
        ({"channel": ("a.c",)}, {"channel": "abc"}, False),
        ({"role": ("vip",)}, {"roles": ("VIP", "other")}, True),
        ({"role": ("vip",)}, {"roles": ("other",)}, False),
        ({"user": ("ann",)}, {}, True),
        ({"user": ("ann",), "channel": ("memes",)}, {}, False),
    ],
)
def test_a_scope_holds_where_all_of_it_fits(scope, given, holds):
    assert Scope(**scope).holds(message(**given), "member") is holds


def test_a_scope_of_levels_looks_at_the_level_alone():
    scope = Scope(level=("moderator", "admin"))
    assert [scope.holds(message(), level) for level in ("member", "admin")] == [False, True]


def test_no_pattern_can_hang_the_bot():
    assert not Scope(channel=("*a" * 20 + "b",)).holds(message("a" * 2000), "member")


names = st.lists(st.sampled_from(["a", "b-*", "*"]), max_size=2).map(tuple)
scopes = st.builds(Scope, names, names, names, names, st.just(()), names)


@given(scopes, names)
def test_naming_the_user_is_always_more_specific_than_not(scope, user):
    if user and not scope.user:
        closer = Scope(*(getattr(scope, name) for name in scope.__slots__[:-1]), user)
        assert closer.rank > scope.rank


def book(*overrides, **rule):
    return rulebook({"then": ["nudge"], **rule}, overrides=list(overrides))


def there(channel="general", roles=(), user="ann"):
    said = facts(roles=roles)
    where = Conversation("replay", "hearth", channel, channel)
    author = Member("replay", "hearth", user, user, roles)
    return replace(said, message=replace(said.message, conversation=where, author=author))


def fires(rules, **given):
    return verdict(rules, about=there(**given), insult=0.8).rules == ("r0",)


def test_a_rule_may_hold_in_one_place_only():
    rules = book(where={"channel": "help-*"})
    assert fires(rules, channel="help-pl")
    assert not fires(rules, channel="memes")


def test_an_override_changes_a_rule_in_one_place_only():
    rules = book({"where": {"channel": "memes"}, "rules": {"r0": {"mode": "off"}}})
    assert not fires(rules, channel="memes")
    assert fires(rules, channel="general")


def test_an_override_of_all_rules_is_for_each():
    rules = book({"where": {"role": "bot"}, "rules": {"all": {"mode": "shadow"}}})
    found = verdict(rules, about=there(roles=("Bot",)), insult=0.8)
    assert (found.rules, found.shadow) == ((), ("r0",))


@pytest.mark.parametrize("turned", [False, True])
def test_the_most_specific_override_wins_in_whatever_order_they_stand(turned):
    off = {"where": {"channel": "memes"}, "rules": {"r0": {"mode": "off"}}}
    wide = {"where": {"platform": "replay"}, "rules": {"r0": {"mode": "shadow"}}}
    user = {"where": {"user": "ann", "channel": "memes"}, "rules": {"r0": {"mode": "live"}}}
    three = [off, wide, user]
    rules = book(*(reversed(three) if turned else three))
    assert fires(rules, channel="memes", user="ann")
    assert not fires(rules, channel="memes", user="bob")
    found = verdict(rules, about=there(channel="other"), insult=0.8)
    assert found.shadow == ("r0",)


def test_of_two_alike_the_later_wins():
    here = {"where": {"channel": "memes"}, "rules": {"r0": {"mode": "off"}}}
    again = {"where": {"channel": "memes"}, "rules": {"r0": {"mode": "live"}}}
    assert fires(book(here, again), channel="memes")
    assert not fires(book(again, here), channel="memes")


def test_an_override_may_change_the_condition_and_the_actions():
    change = {"when": {"threat": "likely"}, "then": ["escalate"]}
    rules = book({"where": {"channel": "memes"}, "rules": {"r0": change}})
    found = verdict(rules, about=there(channel="memes"), insult=0.8, threat=0.8)
    assert [action.name for action in found.actions] == ["escalate"]
    assert not fires(rules, channel="memes")


def test_the_rulebooks_own_mode_is_the_most_that_a_rule_can_be():
    rules = rulebook({"mode": "live"}, {"mode": "off"}, mode="shadow")
    assert [rule.mode for rule in rules.rules] == ["shadow", "off"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"chanel": "x"}, "unknown key `chanel`; did you mean `channel`?"),
        ({"channel": []}, "`channel` takes a name or a list of names"),
        ({"level": ">= mod"}, "unknown level `mod`"),
        ({}, "`where` is a mapping such as `{channel: help}`"),
    ],
)
def test_a_scope_that_makes_no_sense_is_a_mistake(where, said):
    data = document({"where": where})
    assert any(said in line for line in mistakes(yaml(data)))


def test_an_override_of_a_rule_that_is_not_there_is_a_mistake():
    data = document({}, overrides=[{"where": {"user": "x"}, "rules": {"r7": {"mode": "off"}}}])
    [line] = mistakes(yaml(data))
    assert "unknown rule `r7`; known: `all`, `r0`" in line


def test_overrides_that_hold_together_add_up_key_by_key():
    """What is said of a whole community is not undone by what is said of one channel of it."""
    quiet = {"where": {"platform": "replay"}, "rules": {"all": {"mode": "shadow"}}}
    slow = {"where": {"channel": "memes"}, "rules": {"r0": {"cooldown": "1m"}}}
    rules = book(quiet, slow)
    found = verdict(rules, about=there(channel="memes"), insult=0.8)
    assert (found.rules, found.shadow) == ((), ("r0",))
    both = {"all": {"mode": "off"}, "r0": {"cooldown": "1m"}}
    off = book({"where": {"channel": "memes"}, "rules": both})
    assert not fires(off, channel="memes")


def test_an_override_that_makes_a_rule_punish_spares_staff_too():
    harsh = {"where": {"channel": "memes"}, "rules": {"r0": {"then": ["delete", "strike"]}}}
    rules = book(harsh)
    assert fires(rules, channel="memes")
    assert not fires(rules, channel="memes", roles=("moderator",))
    kept = book(harsh, exempt="nobody")
    assert fires(kept, channel="memes", roles=("moderator",))


def test_an_override_that_makes_a_rule_punish_asks_for_examples():
    harsh = {"where": {"channel": "memes"}, "rules": {"all": {"then": ["delete"]}}}
    data = document({"then": ["nudge"], "examples": {}}, overrides=[harsh])
    assert any("has no `match` and `no_match` examples" in line for line in remarks(yaml(data)))


def test_an_override_that_strikes_needs_a_ladder():
    harsh = {"where": {"channel": "memes"}, "rules": {"all": {"then": ["strike"]}}}
    data = document({"then": ["nudge"]}, overrides=[harsh], ladders={})
    assert any("`strike` counts for nothing" in line for line in mistakes(yaml(data)))


@pytest.mark.parametrize("key", ["guard", "once", "confirm"])
def test_an_override_may_lift_what_holds_a_rule_back(key):
    held = {"guard": {"newcomer": True}, "once": "member", "confirm": "human"}[key]
    rules = book({"where": {"channel": "memes"}, "rules": {"r0": {key: "none"}}}, **{key: held})
    [(_, lifted)] = rules.rules[0].overrides
    plain = book().rules[0]
    assert (lifted.once, lifted.confirm) == (plain.once, plain.confirm)
    assert lifted.guard is None or lifted.guard.holds(None) is False


def test_a_platform_is_asked_for_what_overrides_want():
    rules = book({"where": {"channel": "memes"}, "rules": {"r0": {"then": ["slowmode"]}}})
    assert check_abilities(rules, "irc", frozenset({"notify"}))
