"""Levels: how high the author stands."""

import pytest

from bot.rulebook.conditions import leaves, signals_of, why
from tests.rulebook.asking import ask, wrong
from tests.rulebook.build import condition, rulebook, seen

MEMBER, HELPER, CREW = ["artists"], ["artists", "Helpers"], ["helpers", "CREW"]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("helper", [HELPER, CREW]),
        (">= helper", [HELPER, CREW]),
        (">= moderator", [CREW]),
        ("> helper", [CREW]),
        ("== helper", [HELPER]),
        ("< moderator", [MEMBER, HELPER]),
        ("<= member", [MEMBER]),
        ("== member", [MEMBER]),
        ("member", [MEMBER, HELPER, CREW]),
    ],
)
def test_a_level_is_compared_and_a_bare_one_means_it_and_those_above(asked, held):
    when = ask({"level": asked})
    assert [roles for roles in (MEMBER, HELPER, CREW) if when.holds(seen(roles=roles))] == held


def test_without_roles_everybody_is_a_member_and_unknown_roles_are_unknown():
    assert ask({"level": "== member"}).holds(seen(roles=[])) is True
    assert ask({"level": "== member"}).holds(seen()) is None


def test_the_reason_is_the_level_by_the_roles():
    [ground] = why(ask({"level": "helper"}), seen(roles=CREW))
    assert ground == ("level", "moderator", ">= helper", "roles seen")
    [ground] = why(ask({"not": {"level": ">= moderator"}}), seen(roles=HELPER))
    assert (ground.value, ground.need) == ("helper", "not >= moderator")


def test_it_looks_at_the_roles():
    assert signals_of(ask({"level": "helper"})) == ("roles",)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("modrator", "unknown level `modrator`; did you mean `moderator`?"),
        ("> moderator", "no level is `> moderator`"),
        ("=> moderator", "`level` is a level such as `>= moderator`"),
        (["moderator"], "`level` is a level such as `>= moderator`"),
    ],
)
def test_what_is_no_level_is_told(value, said):
    assert [what for _, what in wrong({"level": value})] == [said]


def test_a_rulebook_has_moderators_and_admins_of_its_own_accord():
    assert condition({"level": "moderator"}).holds(seen(roles=["Admin"])) is True
    assert condition({"level": "== moderator"}).holds(seen(roles=["Admin"])) is False


def test_the_levels_are_those_of_the_rulebook():
    book = rulebook({"when": {"level": "elder"}}, levels={"elder": ["wise ones"]})
    [leaf] = leaves(book.rules[0].when)
    assert leaf.holds(seen(roles=["Wise Ones"])) is True
    assert leaf.holds(seen(roles=["moderator"])) is True
    assert leaf.holds(seen(roles=["artists"])) is False
