from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.context.member import KEEP_MOST, digest, points, post
from bot.model import MemberRecord, Strike
from tests.conftest import NOON

spans = st.timedeltas(timedelta(0), timedelta(days=400))
strikes = st.lists(
    st.builds(
        Strike,
        policy=st.sampled_from(["respect", "calm"]),
        weight=st.floats(0.1, 10),
        at=spans.map(lambda span: NOON - span),
        half_life_s=st.floats(60, 1e7),
    ),
    max_size=8,
)


@given(strikes, spans, spans)
def test_strikes_only_fade(given_strikes, first, then):
    assert points(given_strikes, NOON + first + then) <= points(given_strikes, NOON + first)


@given(strikes)
def test_strikes_weigh_something_and_never_more_than_when_given(given_strikes):
    assert 0 <= points(given_strikes, NOON) <= sum(strike.weight for strike in given_strikes)


def test_a_strike_halves_every_half_life():
    strike = Strike("respect", 4.0, NOON, half_life_s=3600)
    assert points([strike], NOON) == 4.0
    assert points([strike], NOON + timedelta(hours=1)) == 2.0
    assert points([strike], NOON + timedelta(hours=3)) == 0.5


def test_the_same_words_in_other_clothes_have_one_digest():
    assert digest("Buy  NOW!!") == digest("buy now") != digest("buy later")
    assert digest("?!") == ""


def test_an_edit_is_no_second_message(message):
    once = post(MemberRecord(), message("hi"), "hi", "en")
    assert post(once, message("hi there"), "hi there", "en", again=True) == once


def test_only_recent_messages_are_traced(message):
    record = post(MemberRecord(), message("old"), "old", None)
    record = post(record, message("new", at=NOON + timedelta(minutes=11)), "new", None)
    assert [trace.digest for trace in record.recent] == [digest("new")]
    assert record.messages == 2
    assert record.first_seen == NOON


def test_the_trace_is_bounded(message):
    record = MemberRecord()
    for _ in range(100):
        record = post(record, message("again"), "again", None)
    assert len(record.recent) == KEEP_MOST
