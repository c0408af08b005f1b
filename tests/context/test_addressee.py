"""Whom a message is for: each sign in its order, and how sure it is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.addressee import (
    ANSWERED,
    BACK,
    MEMORY,
    MENTIONED,
    NAMED,
    NEXT,
    NOBODY,
    OWED,
    SIGNED,
    likely_addressee,
)
from bot.model import Message
from tests.conftest import GENERAL, NOON, member
from tests.context.lines import line, lines_of, talks

BOB = line("bob", id="b")
EVE = line("eve", 1, id="e")
PAUSE = timedelta(minutes=2)


def meant(lines, text="so there", after=PAUSE, **kw):
    """Whom Ann's message means, so long past noon."""
    message = Message("mine", GENERAL, member("ann"), text, NOON + after, **kw)
    return likely_addressee(lines, message, text)


def test_a_reply_is_for_the_one_it_answers_whatever_else_it_says():
    found = meant([BOB, EVE], "eve is right", reply_to="b", mentions=("eve",))
    assert found == ("bob", ANSWERED)


def test_a_reply_to_an_older_message_is_for_its_author():
    assert meant([BOB, *(line("eve", n) for n in range(BACK + 1))], reply_to="b").id == "bob"


def test_a_reply_to_ones_own_or_to_a_forgotten_message_says_nothing():
    own = line("ann", id="own")
    assert meant([BOB, own], reply_to="own") == ("bob", NEXT)
    assert meant([BOB], reply_to="long gone") == ("bob", NEXT)


def test_a_mention_is_for_the_first_who_is_mentioned_whatever_names_are_called():
    assert meant([BOB, EVE], "bob, look", mentions=("zoe", "eve")) == ("zoe", MENTIONED)


def test_a_mention_of_oneself_means_nobody():
    assert meant([BOB], mentions=("ann", "zoe")) == ("zoe", MENTIONED)
    assert meant([BOB], mentions=("ann",)) == ("bob", NEXT)


def test_who_is_called_by_name_is_meant():
    assert meant([BOB, EVE], "no, Bob, not at all") == ("bob", NAMED)


def test_of_two_who_are_called_the_one_who_spoke_last_is_meant():
    assert meant([BOB, EVE], "bob and eve, stop") == ("eve", NAMED)
    assert meant([EVE, BOB], "bob and eve, stop") == ("bob", NAMED)


@pytest.mark.parametrize("text", ["bobby is here", "a kebob", "bob_2 came", "bobs"])
def test_a_name_within_a_longer_word_calls_nobody(text):
    assert meant([BOB, EVE], text) == ("eve", NEXT)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bob Stone", "ask bob stone again"),
        ("Mr. X!", "well, mr. x!, no"),
        ("Олена", "олена, ні"),
        ("Łukasz", "@łukasz nie"),
        ("Γιώργος", "ΓΙΏΡΓΟΣ έλα"),
    ],
)
def test_a_name_is_called_in_any_case_and_with_any_marks(name, text):
    assert meant([line("77", name=name), EVE], text) == ("77", NAMED)


def test_half_a_name_calls_nobody():
    assert meant([line("77", name="Bob Stone"), EVE], "bob is out").id == "eve"


def test_a_name_of_two_letters_is_taken_for_a_word():
    assert meant([line("jo", id="j"), EVE], "jo said so") == ("eve", NEXT)
    assert meant([line("joe", id="j"), EVE], "joe said so") == ("joe", NAMED)


def test_a_member_who_took_another_name_is_called_by_that():
    lines = [line("77", name="Robert"), line("77", 1, name="Falcon"), EVE]
    assert meant(lines, "falcon, stop") == ("77", NAMED)


def test_ones_own_name_calls_nobody():
    assert meant([line("ann", id="own"), BOB], "ann here, hello") == ("bob", NEXT)


def test_without_a_sign_whoever_spoke_last_is_spoken_to():
    assert meant([BOB, EVE]) == ("eve", NEXT)
    assert meant([EVE, BOB, line("ann", 1)]) == ("bob", NEXT)


def test_who_spoke_to_me_and_had_no_answer_is_answered_before_who_spoke_last():
    asked = line("bob", id="b", likely_to="ann", sure=SIGNED)
    aside = line("eve", 1, likely_to="zoe", sure=1.0)
    assert meant([asked, aside]) == ("bob", OWED)


def test_two_talks_at_once_do_not_mix():
    lines = [
        line("ann", 0.1, likely_to="bob", sure=1.0),
        line("eve", 0.2, likely_to="zoe", sure=1.0),
        line("bob", 0.3, likely_to="ann", sure=1.0),
        line("zoe", 0.4, likely_to="eve", sure=1.0),
    ]
    assert meant(lines) == ("bob", OWED)


def test_who_had_an_answer_is_owed_none():
    asked = line("bob", id="b", likely_to="ann", sure=1.0)
    assert meant([asked, line("ann", 0.5), EVE]) == ("eve", NEXT)


def test_a_guess_that_somebody_spoke_to_me_makes_no_debt():
    perhaps = line("bob", id="b", likely_to="ann", sure=SIGNED - 0.01)
    assert meant([perhaps, EVE]) == ("eve", NEXT)


def test_of_two_who_wait_the_later_is_answered():
    waiting = [line(who, n, likely_to="ann", sure=1.0) for n, who in enumerate(("bob", "eve"))]
    assert meant(waiting) == ("eve", OWED)


def test_after_a_long_silence_only_a_sign_tells():
    assert meant([BOB], after=MEMORY) == ("bob", NEXT)
    late = MEMORY + timedelta(seconds=1)
    assert meant([BOB], after=late) == NOBODY
    assert meant([line("bob", id="b", likely_to="ann", sure=1.0)], after=late) == NOBODY
    assert meant([BOB], "bob?", after=late) == ("bob", NAMED)


def test_who_spoke_long_before_the_last_lines_is_not_guessed():
    own = [line("ann", n / 10) for n in range(BACK)]
    assert meant([BOB, *own]) == NOBODY
    assert meant([BOB, *own[1:]]) == ("bob", NEXT)


def test_alone_one_speaks_to_nobody():
    assert meant([]) == NOBODY
    assert meant([line("ann"), line("ann", 1)]) == NOBODY


def test_an_edited_message_is_no_answer_to_itself():
    before = [EVE, BOB, line("ann", 1, id="mine")]
    assert meant(before, reply_to="mine") == ("bob", NEXT)
    waiting = line("eve", id="e", likely_to="ann", sure=1.0)
    assert meant([waiting, line("ann", 1, id="mine")]) == ("eve", OWED)


@given(talks, st.sampled_from(["so there", "ann, bob and eve"]))
def test_nobody_speaks_to_themselves_and_nobody_in_particular_is_never_sure(talk, text):
    lines, at = lines_of(talk)
    message = Message("new", GENERAL, member("a"), text, at, mentions=("a",))
    found = likely_addressee(lines, message, text)
    assert found.id != "a"
    assert found.sure in (ANSWERED, MENTIONED, NAMED, OWED, NEXT) or found == NOBODY
    assert (found.id is None) == (found.sure == 0)
