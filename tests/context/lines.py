"""Lines of conversations, as they are remembered, and talks that are made of them."""

from datetime import timedelta

from hypothesis import strategies as st

from bot.context.conversation import hear
from bot.context.turns import TONES
from bot.model import ConversationRecord, Line
from tests.conftest import NOON

people = st.sampled_from("abcd")
shares = st.floats(0, 1)
readings = st.none() | shares
gaps = st.floats(0, 900).map(lambda seconds: timedelta(seconds=seconds))
turns = st.fixed_dictionaries(
    {
        "author": people,
        "likely_to": st.none() | people,
        "sure": shares,
        "hostile": readings,
        "baiting": readings,
        "calming": readings,
        "flaring": readings,
        "tones": st.dictionaries(st.sampled_from(TONES), shares),
        "laughs": st.booleans(),
    }
)
talks = st.lists(st.tuples(turns, gaps), max_size=60)
"""What is said in turn, and how long after what went before."""


def line(author="ann", minute=0.0, *, id=None, at=None, name=None, hostility=None, **read):
    """A line so many minutes past noon; its author's name is the author's id."""
    at = at or NOON + timedelta(minutes=minute)
    return Line(id or f"{author}{minute:g}", author, name or author, at, hostility, **read)


def heard(lines, record=None):
    """The record after these lines."""
    record = record or ConversationRecord()
    for one in lines:
        record = hear(record, one)
    return record


def lines_of(talk):
    """The lines of a talk, and when it ended."""
    at, found = NOON, []
    for number, (turn, gap) in enumerate(talk):
        at += gap
        found.append(line(id=str(number), at=at, **turn))
    return found, at


def record_of(talk):
    """The record after a talk, and when it ended."""
    found, at = lines_of(talk)
    return heard(found), at
