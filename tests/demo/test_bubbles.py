"""A room looks as its members would see it, with what the bot made of it beside."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.context.facts import gather
from bot.demo.bubbles import SHOWN, bubbles
from bot.model import (
    Conversation,
    ConversationRecord,
    Judged,
    Member,
    MemberRecord,
    Message,
    Verdict,
)
from bot.platforms.sandbox import Entry, Kind

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
GENERAL = Conversation("sandbox", "hearth", "general", "general")
MATT = Member("sandbox", "hearth", "matt", "Matt")
HANA = Member("sandbox", "hearth", "hana", "Hana", roles=("mods",))


def entry(number, author=MATT, *, minutes=0, kind=Kind.MESSAGE, text="words", **kw):
    return Entry(f"m{number}", kind, text, NOON + timedelta(minutes=minutes), author, **kw)


def shown(*entries, judged=None):
    return bubbles(entries, judged or {}, UTC)


def judged(entry, scores, rules=()):
    message = Message(entry.id, GENERAL, entry.author, entry.text, entry.at)
    facts = gather(message, scores, "en", MemberRecord(), ConversationRecord())
    return Judged(message, facts, {}, Verdict(rules=rules))


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        (entry(2, minutes=2), True),
        (entry(2, minutes=4), False),
        (entry(2, HANA), False),
        (entry(2, reply_to="m1"), False),
        (entry(2, None, kind=Kind.EVENT), False),
    ],
)
def test_lines_of_one_member_that_follow_closely_share_a_heading(second, joined):
    assert [one.joined for one in shown(entry(1), second)] == [False, joined]


def test_a_reply_quotes_the_first_words_of_what_it_answers():
    long = entry(1, text="a  b\n" * 50)
    reply = shown(long, entry(2, HANA, reply_to="m1"))[1].reply
    assert reply is not None
    assert reply[0] == "Matt"
    assert reply[1].startswith("a b a b")
    assert (len(reply[1]), reply[1][-1]) == (81, "…")


def test_a_reply_to_what_has_scrolled_away_quotes_nothing():
    assert shown(entry(2, reply_to="m1"))[0].reply is None


def test_a_note_names_its_reader_and_staff_are_marked():
    note = entry(1, None, kind=Kind.NOTE, reader=MATT)
    assert [(one.reader, one.staff) for one in shown(note, entry(2, HANA))] == [
        ("Matt", False),
        ("", True),
    ]


def test_the_verdict_stands_beside_its_message():
    said = entry(1)
    scores = {"insult": 0.9, "directed": 0.9}
    (one,) = shown(said, judged={"m1": judged(said, scores, ("personal-attack",))})
    assert (one.hostility, one.broke) == (0.9, ("personal-attack",))


def test_what_is_not_judged_or_not_scored_has_no_hostility():
    said = entry(1)
    assert shown(said)[0].hostility is None
    assert shown(said, judged={"m1": judged(said, {})})[0].hostility is None


def test_only_the_latest_lines_are_shown():
    many = [entry(number, HANA if number % 2 else MATT) for number in range(SHOWN + 5)]
    assert [one.id for one in shown(*many)] == [one.id for one in many[-SHOWN:]]
