from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.backtest.spread import MOST, Spread


def spread(count):
    found = Spread()
    for number in range(count):
        found.add(number)
    return found


@given(count=st.integers(0, 2000), most=st.integers(0, MOST))
def test_as_many_as_asked_for_in_order_from_the_first_on(count, most):
    samples = spread(count).samples(most)
    assert len(samples) == min(count, most)
    assert samples == sorted(set(samples))
    assert samples[:1] == [0][: min(count, most)]


@given(count=st.integers(1, 2000), most=st.integers(2, MOST))
def test_no_part_goes_without(count, most):
    """The widest gap, the one behind the last counted, is at most three even shares."""
    samples = [*spread(count).samples(most), count]
    widest = max(after - before for before, after in pairwise(samples))
    assert widest <= 3 * count / most + 1


def test_however_many_there_are_few_are_kept():
    found = spread(100_000)
    assert len(found._kept) < 2 * MOST
