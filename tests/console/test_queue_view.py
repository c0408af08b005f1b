"""The queue puts first what needs a person most."""

from datetime import UTC, timedelta

from bot.console.queue_view import Row, Section, queue, waiting
from bot.console.titles import Titles
from tests.console.build import HANA, JOSS, MATT, NOON, at, case


def shown(*cases, now=NOON):
    return queue(cases, Titles(), now, UTC)


def test_calls_come_first_then_what_the_bot_handled_then_what_is_decided():
    rows = shown(
        case(1, state="decided", queue="community"),
        case(2),
        case(3, queue="community"),
    )
    assert [one.title if isinstance(one, Section) else one.id for one in rows] == [
        "Waiting for a person",
        3,
        "Handled by the bot",
        2,
        "Decided",
        1,
    ]


def test_the_more_pressing_and_then_the_newer_stands_higher():
    rows = shown(
        case(1, queue="q", priority="normal"),
        case(2, queue="q", priority="urgent"),
        case(3, queue="q", priority="normal"),
        case(4, queue="q", priority="high"),
    )
    assert [one.id for one in rows if isinstance(one, Row)] == [2, 4, 3, 1]


def test_only_called_and_undecided_cases_wait():
    cases = [case(1), case(2, queue="q"), case(3, queue="q", state="decided")]
    assert waiting([*cases, case(4, queue="q", state="claimed")]) == 2


def test_a_row_names_the_parties_its_age_and_who_has_it():
    made = case(
        people=(JOSS, HANA, MATT), state="claimed", claimed_by="Ines", claimed_until=at(600)
    )
    row = shown(made, now=NOON + timedelta(minutes=5))[1]
    assert row.people == (("hana", "Hana"), ("matt", "Matt"))
    assert (row.age, row.state, row.claimed_by) == ("5 min ago", "In hand", "Ines")


def test_a_lapsed_claim_is_open_again():
    made = case(state="claimed", claimed_by="Ines", claimed_until=at(600))
    row = shown(made, now=at(601))[1]
    assert (row.state, row.claimed_by) == ("Open", None)


def test_an_empty_queue_is_empty():
    assert shown() == ()
