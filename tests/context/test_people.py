from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.context.people import GAP, people
from bot.model import Line
from tests.conftest import NOON


def said(*lines):
    """Lines from `(author, to, hostility, provocation)`."""
    return [
        Line(str(n), who, who, NOON + timedelta(seconds=n), hostility, to, bait)
        for n, (who, to, hostility, bait) in enumerate(lines)
    ]


def roles(*lines):
    return {person.id: person.role for person in people(said(*lines))}


def test_two_who_attack_each_other_are_the_sides_and_the_first_is_side_a():
    found = roles(
        ("ann", "bob", 0.0, 0.1),
        ("bob", "ann", 0.8, 0.1),
        ("eve", None, 0.0, 0.0),
        ("ann", "bob", 0.9, 0.1),
    )
    assert found == {"ann": "side_b", "bob": "side_a", "eve": "bystander"}


def test_who_attacks_one_side_stands_on_the_other():
    found = roles(("ann", "bob", 0.8, 0.0), ("bob", "ann", 0.8, 0.0), ("eve", "bob", 0.7, 0.0))
    assert found == {"ann": "side_a", "bob": "side_b", "eve": "side_a"}


def test_many_on_one_make_a_target():
    found = roles(("ann", "dan", 0.8, 0.0), ("bob", "dan", 0.8, 0.0), ("eve", "dan", 0.9, 0.0))
    assert found == {"ann": "side_a", "bob": "side_a", "eve": "side_a", "dan": "target"}


def test_a_single_attack_has_a_target():
    assert roles(("ann", "bob", 0.9, 0.0)) == {"ann": "side_a", "bob": "target"}


def test_who_baits_many_into_attacking_is_the_troll():
    found = roles(
        ("tess", None, 0.0, 0.9),
        ("ann", "tess", 0.7, 0.0),
        ("tess", None, 0.0, 0.9),
        ("bob", "tess", 0.7, 0.0),
    )
    assert found["tess"] == "troll"


def test_one_pointed_line_does_not_make_its_author_a_troll():
    found = roles(
        ("dan", "ann", 0.0, 0.9),
        ("ann", "dan", 0.8, 0.0),
        ("bob", "dan", 0.8, 0.0),
    )
    assert found == {"dan": "target", "ann": "side_a", "bob": "side_a"}


def test_an_attack_on_nobody_in_particular_has_a_side_only():
    assert roles(("ann", None, 0.9, 0.0), ("bob", None, 0.0, 0.0)) == {
        "ann": "side_a",
        "bob": "bystander",
    }


def test_an_earlier_quarrel_in_the_same_place_is_not_part_of_this_one():
    earlier = said(("ann", "bob", 0.9, 0.0), ("bob", "ann", 0.9, 0.0))
    now = [
        replace(line, at=line.at + GAP + timedelta(seconds=2))
        for line in said(("dora", None, 0.0, 0.0), ("carl", "dora", 0.9, 0.0))
    ]
    found = {person.id: person.role for person in people([*earlier, *now])}
    assert found == {"dora": "target", "carl": "side_a"}


def test_a_long_quarrel_is_one_as_long_as_its_attacks_hang_together():
    blows = [("ann", "bob", 0.9, 0.0), ("bob", "ann", 0.9, 0.0), ("eve", "ann", 0.8, 0.0)]
    slow = [replace(line, at=NOON + n * GAP) for n, line in enumerate(said(*blows))]
    found = {person.id: person.role for person in people(slow)}
    assert found == {"ann": "side_a", "bob": "side_b", "eve": "side_b"}


names = st.sampled_from("abcde")
scores = st.none() | st.floats(0, 1)


@given(st.lists(st.tuples(names, st.none() | names, scores, scores), max_size=40))
def test_everyone_who_spoke_has_exactly_one_part(lines):
    found = people(said(*lines))
    assert {person.id for person in found} >= {who for who, *_ in lines}
    assert len({person.id for person in found}) == len(found)
    assert {person.role for person in found} <= {
        "side_a",
        "side_b",
        "target",
        "troll",
        "bystander",
    }
