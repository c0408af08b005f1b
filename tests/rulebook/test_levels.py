import pytest

from bot.rulebook.levels import level_of, ranked
from tests.rulebook.build import document, yaml
from tests.rulebook.test_mistakes import remarks


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ([], ["moderator", "admin"]),
        (["admin"], ["moderator", "admin"]),
        (["moderator"], ["moderator", "admin"]),
        (["vip", "moderator", "admin", "owner"], ["vip", "moderator", "admin", "owner"]),
        (["admin", "owner"], ["moderator", "admin", "owner"]),
        (["vip"], ["vip", "moderator", "admin"]),
    ],
)
def test_later_levels_are_higher_and_the_built_in_ones_always_there(given, order):
    assert list(ranked({name: [name] for name in given})) == order


def test_a_level_that_is_not_given_has_the_role_of_its_own_name():
    levels = ranked({"moderator": ["Mods", "helpers"]})
    assert level_of(levels, ["Admin"]) == "admin"
    assert level_of(levels, ["moderator"]) == "member"


def test_the_highest_level_of_any_role_counts_whatever_its_case():
    levels = ranked({"moderator": ["Mods"], "admin": ["Chiefs"]})
    assert level_of(levels, ["mods"]) == "moderator"
    assert level_of(levels, ["MODS", "chiefs", "red team"]) == "admin"
    assert level_of(levels, ["red team"]) == "member"
    assert level_of(levels, []) == "member"


def test_a_level_above_the_staff_is_suspicious():
    data = document({}, levels={"moderator": ["mods"], "regular": ["regulars"]})
    [said] = remarks(yaml(data))
    assert "warning: `regular` stands above the staff" in said
    between = document({}, levels={"moderator": ["m"], "senior": ["s"], "admin": ["a"]})
    assert remarks(yaml(between)) == []
