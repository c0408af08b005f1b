"""Ranges of numbers, held against the numbers themselves."""

import math

from hypothesis import given
from hypothesis import strategies as st

from bot.rulebook.conditions import OPERATORS
from bot.rulebook.ranges import Domain, Range, possible, within

numbers = st.integers(-2, 12).map(lambda half: half / 2)
limits = st.integers(-1, 6) | numbers
comparisons = st.tuples(st.sampled_from(sorted(OPERATORS)), limits, st.booleans())
DOMAINS = [Domain(Range(0, 5)), Domain(Range(0, math.inf)), Domain(Range(0, 5), whole=True)]


def says(comparison, number):
    op, limit, wanted = comparison
    return OPERATORS[op](number, limit) is wanted


@given(comparisons, numbers)
def test_a_comparison_leaves_the_numbers_of_which_it_is_true(comparison, number):
    held = any(one.holds(number) for one in within(*comparison))
    assert held is says(comparison, number)


@given(st.lists(comparisons, max_size=4), st.sampled_from(DOMAINS), numbers)
def test_several_leave_the_numbers_of_which_all_are_true(many, domain, number):
    left = possible([within(*one) for one in many], domain)
    true = all(says(one, number) for one in many) and domain.range.holds(number)
    if not domain.whole or number.is_integer():
        assert any(one.holds(number) for one in left) is true


@given(st.lists(comparisons, max_size=4), st.sampled_from(DOMAINS))
def test_nothing_is_left_only_where_no_number_would_do(many, domain):
    """Whole and half limits: between any two of them lies a quarter, or no number counts."""
    left = possible([within(*one) for one in many], domain)
    steps = range(25) if domain.whole else range(100)
    tried = (step if domain.whole else step / 4 for step in steps)
    found = any(
        domain.range.holds(number) and all(says(one, number) for one in many) for number in tried
    )
    assert bool(left) is found


def test_between_two_neighbours_there_is_no_whole_number():
    bounds = [within(">", 3), within("<", 4)]
    assert possible(bounds, Domain(Range(0, math.inf), whole=True)) == ()
    assert possible(bounds, Domain(Range(0, math.inf))) == (Range(3, 4, True, True),)
    assert possible([within("==", 2.5)], Domain(Range(0, 9), whole=True)) == ()
