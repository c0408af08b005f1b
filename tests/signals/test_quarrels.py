"""Signals of how a conversation goes, as its turns are read together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import ConversationRecord
from bot.signals import cooling, derailment, dogpile, fast_talk, flaring
from tests.conftest import NOON
from tests.context.lines import heard, line


def struck(*pairs, **read):
    """A conversation of blows such as `("ann", "bob")`, one a minute, the last at noon."""
    first = 1 - len(pairs)
    return heard(
        line(one, number, to=other, hostility=0.9, hostile=0.9, **{"flaring": 0.8} | read)
        for number, (one, other) in enumerate(pairs, first)
    )


QUARREL = struck(("bob", "eve"), ("eve", "bob"), ("bob", "eve"))
PILE = struck(("ann", "dan"), ("bob", "dan"), ("eve", "dan"))
TOLD = "Bob and Eve: 3 hostile or baiting turns in 2 minutes, steady; began at 11:58 with Bob"


def named(record):
    """The same conversation of members whose names are not their ids."""
    lines = (replace(one, name=one.name.title()) for one in record.lines)
    return replace(record, lines=tuple(lines))


def test_flaring_says_who_is_in_it_and_on_which_turns_that_rests(facts):
    found = flaring.measure(facts("hi", conversation=named(QUARREL)))
    assert (found.value, found.evidence) == (pytest.approx(0.8), TOLD)
    assert found.turns == tuple(one.id for one in QUARREL.lines)
    calm = flaring.measure(facts("hi"))
    assert (calm.value, calm.evidence, calm.turns) == (0, "no hostile turn of late", ())


def test_flaring_halves_in_silence(facts):
    late = replace(facts("hi", at=NOON + timedelta(minutes=12)), conversation=QUARREL)
    assert flaring.measure(late).value == pytest.approx(0.2)


def test_this_message_may_be_one_of_those_turns(facts):
    with_it = heard([line(id="m1", hostile=0.9, flaring=0.9)], QUARREL)
    about = replace(facts("hi"), conversation=with_it)
    assert flaring.measure(about).turns[-1] == "m1"


def test_many_against_one_are_a_dogpile_that_names_its_target(facts):
    here = heard([line("dan", -3, name="Dan")], PILE)
    found = dogpile.measure(facts("hi", conversation=here))
    assert 0.3 < found.value < 0.8
    assert found.evidence.startswith("against Dan; ann, bob and eve: 3 hostile")
    assert found.turns == tuple(one.id for one in PILE.lines)


def test_a_target_who_kept_silent_is_called_by_the_id(facts):
    assert dogpile.measure(facts("hi", conversation=PILE)).evidence.startswith("against dan; ")


def test_a_quarrel_of_two_is_no_dogpile(facts):
    found = dogpile.measure(facts("hi", conversation=QUARREL))
    assert (found.value, found.evidence, found.turns) == (0, "nobody is struck by many", ())


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.25, "25% of such moments were followed by one"),
        (0.0, "0% of such moments were followed by one"),
        (None, "no score"),
    ],
)
def test_derailment_is_how_this_message_was_read(facts, chance, said):
    here = heard([line("bob", -1, derailing=0.9), line(id="m1", derailing=chance)])
    found = derailment.measure(replace(facts("hi"), conversation=here))
    assert (found.value, found.evidence) == (chance, said)


def test_what_another_message_said_of_derailment_is_not_about_this_one(facts):
    about = facts("hi")
    for here in (heard([line("bob", -1, derailing=0.9)]), ConversationRecord()):
        assert derailment.measure(replace(about, conversation=here)).value is None


def test_a_message_without_scores_has_an_unknown_derailment(facts):
    assert derailment.measure(facts("hi", conversation=QUARREL)).value is None
    assert 0 < derailment.measure(facts("hi", scores={"toxicity": 0.5})).value < 1


def test_a_conversation_cools_with_time_and_with_calm_words(facts):
    hot = cooling.measure(facts("hi", conversation=QUARREL))
    assert (hot.value, hot.evidence) == (0, "nothing to cool, or no sign of it")
    later = cooling.measure(facts("hi", conversation=QUARREL, at=NOON + timedelta(minutes=6)))
    assert (later.value, later.evidence) == (pytest.approx(0.5), "it cools")
    sorry = heard([line("ann", calming=0.9)], QUARREL)
    assert cooling.measure(facts("hi", conversation=sorry)).value == pytest.approx(0.9)


def test_a_calm_conversation_has_nothing_to_cool(facts):
    assert cooling.measure(facts("hi")).value == 0


def test_fast_talk_is_many_messages_without_hostility(facts):
    def lines(**read):
        return heard(line("bob", -n / 60, **read) for n in range(31, 0, -1))

    fast = fast_talk.measure(facts("hi", conversation=lines()))
    assert fast.value == pytest.approx(1 - 0.13534, abs=1e-4)
    assert fast.evidence == "fast talk 0.86"
    assert fast_talk.measure(facts("hi", conversation=lines(hostile=1.0))).value == 0
    assert fast_talk.measure(facts("hi")).value < 0.1
