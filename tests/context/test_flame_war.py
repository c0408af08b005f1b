from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.context.conversation import MEMORY, hear, heat_at
from bot.context.flame_war import flame_war_at
from bot.model import ConversationRecord, Line
from tests.conftest import NOON

people = st.sampled_from("abcd")
weights = st.none() | st.floats(0, 1)
gaps = st.floats(0, 300).map(lambda s: timedelta(seconds=s))
said = st.tuples(people, st.none() | people, weights, gaps)
talks = st.lists(said, max_size=20)


def talk(lines):
    """The record of a talk, and when it ended."""
    record, at = ConversationRecord(), NOON
    for number, (author, to, weight, gap) in enumerate(lines):
        at += gap
        record = hear(record, Line(str(number), author, author, at, weight, to))
    return record, at


def quarrel(*blows, weight=0.9):
    """A talk of blows such as `ab`, from a to b, one each half a minute; how far a flame war."""
    half = timedelta(seconds=30)
    return flame_war_at(*talk([(one, other, weight, half) for one, other in blows]))


@given(talks)
def test_a_flame_war_is_within_its_bounds_and_never_beyond_the_heat(lines):
    record, at = talk(lines)
    assert 0.0 <= flame_war_at(record, at) <= heat_at(record, at) <= 1.0


@given(talks, gaps, gaps)
def test_a_flame_war_never_rises_in_silence(lines, first, then):
    record, at = talk(lines)
    assert flame_war_at(record, at + first + then) <= flame_war_at(record, at + first) + 1e-12


@given(talks, said)
def test_another_blow_never_makes_it_less(lines, blow):
    record, at = talk(lines)
    author, to, weight, _ = blow
    after = hear(record, Line("new", author, author, at, weight, to))
    assert flame_war_at(after, at) >= flame_war_at(record, at) - 1e-12


@given(st.lists(st.tuples(st.just("a"), st.none() | people, weights, gaps), max_size=20))
def test_one_who_attacks_alone_makes_no_flame_war(lines):
    assert flame_war_at(*talk(lines)) == 0


@given(st.lists(st.tuples(st.sampled_from("bcd"), st.just("a"), weights, gaps), max_size=20))
def test_many_against_one_who_keeps_quiet_make_no_flame_war(lines):
    assert flame_war_at(*talk(lines)) == 0


def test_it_takes_two_who_both_strike_and_are_struck():
    assert quarrel("ab", "bc") == 0, "the third keeps quiet"
    assert quarrel("aa", "bb") == 0, "each is angry with themselves"


def test_it_is_the_lesser_side_that_tells_how_far_it_goes_both_ways():
    def both(*blows):
        half = timedelta(seconds=30)
        record, at = talk([(one, "b" if one == "a" else "a", w, half) for one, w in blows])
        return flame_war_at(record, at) / heat_at(record, at)

    mild = both(("a", 0.9), ("b", 0.3), ("a", 0.9), ("a", 0.9), ("a", 0.9))
    full = both(("a", 0.9), ("b", 0.9), ("a", 0.9), ("b", 0.9))
    assert mild < 0.45
    assert full > 0.85


def test_blows_are_forgotten_as_heat_is():
    record, at = talk([("a", "b", 0.9, timedelta()), ("b", "a", 0.9, timedelta())])
    parts = [
        flame_war_at(record, at + after) / heat_at(record, at + after)
        for after in (timedelta(minutes=minute) for minute in range(0, 10, 3))
    ]
    assert parts == sorted(parts, reverse=True)
    assert parts[0] > 2 * parts[-1]


def test_it_rises_with_each_exchange_between_two_sides():
    grown = [quarrel(*["ab", "ba"] * count) for count in range(1, 6)]
    assert grown == sorted(grown)
    assert grown[0] < 0.4
    assert grown[-1] > 0.85


def test_the_harsher_the_exchange_the_more():
    assert quarrel("ab", "ba", "ab", "ba", weight=0.4) < quarrel("ab", "ba", "ab", "ba") / 2


def test_sides_of_several_people_count_as_sides():
    assert quarrel("ac", "ca", "bd", "db", "ad", "cb") > 0.5


def test_what_is_long_past_is_no_part_of_it():
    record, at = talk([("a", "b", 0.9, timedelta()), ("b", "a", 0.9, timedelta())])
    late = at + MEMORY + timedelta(seconds=1)
    assert heat_at(record, late) > 0
    assert flame_war_at(record, late) == 0
