"""A dogpile: heat in which many strike one who hardly strikes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.context.conversation import heat_at
from bot.context.dogpile import Dogpile, dogpile_at
from tests.context.lines import gaps, heard, line, record_of, shares, talks

NONE = Dogpile(0.0, None)
blows = st.lists(shares, max_size=12)


def struck(*blows):
    """The record after blows such as `("ab", 0.9)`, all at once, and when."""
    lines = [
        line(one, id=str(number), to=other, hostility=weight)
        for number, ((one, other), weight) in enumerate(blows)
    ]
    return heard(lines), line().at


@given(talks)
def test_a_dogpile_is_within_its_bounds_and_never_beyond_the_heat(talk):
    record, at = record_of(talk)
    assert 0.0 <= dogpile_at(record, at).share <= heat_at(record, at) <= 1.0


@given(
    st.lists(st.tuples(st.sampled_from(["ad", "bd", "da"]), st.integers(0, 9), shares), max_size=6),
    gaps,
    gaps,
)
@example(
    [("da", 0, 0.9), ("ad", 8, 0.9), ("bd", 9, 0.9)], timedelta(seconds=54), timedelta(seconds=72)
)
def test_a_dogpile_never_rises_in_silence(blows, first, then):
    blows = sorted(blows, key=lambda blow: blow[1])
    lines = [
        line(one, minute, id=f"{number}", to=other, hostility=weight)
        for number, ((one, other), minute, weight) in enumerate(blows)
    ]
    record, at = heard(lines), line(minute=9).at
    before, after = dogpile_at(record, at + first), dogpile_at(record, at + first + then)
    assert after.share <= before.share + 1e-12


@given(blows)
def test_one_attacker_makes_no_dogpile(weights):
    assert dogpile_at(*struck(*[("ab", weight) for weight in weights])) == NONE


@given(blows)
def test_who_strikes_back_as_hard_is_in_a_quarrel_and_no_victim(weights):
    both = [(pair, weight) for weight in weights for pair in ("ad", "da", "bd", "db")]
    assert dogpile_at(*struck(*both)) == NONE


@given(
    st.lists(st.sampled_from("abc"), min_size=2, max_size=12).filter(
        lambda who: set(who[1:]) > {who[0]}
    )
)
def test_many_who_strike_one_make_a_dogpile_on_that_one(attackers):
    share, target = dogpile_at(*struck(*[(f"{who}d", 0.9) for who in attackers]))
    assert share > 0
    assert target == "d"


@given(talks)
def test_whoever_is_named_was_struck_by_more_than_one(talk):
    record, at = record_of(talk)
    target = dogpile_at(record, at).target
    if target is not None:
        attackers = {
            one.author for one in record.lines if one.hostility and one.to == target != one.author
        }
        assert len(attackers) > 1


def test_the_more_who_strike_and_the_harder_the_more_it_is_one():
    two, three = (
        dogpile_at(*struck(*[(f"{who}d", 0.9) for who in who_all])).share
        for who_all in ("ab", "abc")
    )
    mild = dogpile_at(*struck(("ad", 0.9), ("bd", 0.3))).share
    assert 0 < mild < two < three < 0.8


def of_heat(*blows):
    """What part of the heat is a dogpile."""
    record, at = struck(*blows)
    return dogpile_at(record, at).share / heat_at(record, at)


def test_each_blow_back_makes_it_less():
    one_way = [("ad", 0.9), ("bd", 0.9), ("cd", 0.9)]
    shares = [of_heat(*one_way, *[("da", 0.5)] * count) for count in range(4)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[1] > shares[2] > 0
    assert dogpile_at(*struck(*one_way, *[("da", 0.5)] * 4)) == NONE


def test_of_two_victims_the_one_who_takes_more_is_named():
    record, at = struck(("ad", 0.4), ("bd", 0.4), ("ac", 0.9), ("bc", 0.9))
    assert dogpile_at(record, at).target == "c"


def test_without_heat_it_is_none_of_any_size():
    record, at = struck(("ad", 0.9), ("bd", 0.9), ("cd", 0.9))
    assert dogpile_at(replace(record, heat=0.0), at).share == 0


def test_an_empty_conversation_is_no_dogpile():
    assert dogpile_at(heard([]), line().at) == NONE


def test_how_much_is_a_dogpile_follows_from_what_the_hardest_striker_leaves():
    assert of_heat(("ad", 0.9), ("bd", 0.5)) == pytest.approx(1 - 0.36788, abs=1e-4)
