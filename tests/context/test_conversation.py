from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.context.conversation import HALF_LIFE, KEEP_MOST, addressee, hear, heat_at, hostility
from bot.model import ConversationRecord, Line, Message
from tests.conftest import GENERAL, NOON, member

weights = st.none() | st.floats(0, 1)
gaps = st.floats(0, 3600).map(lambda s: timedelta(seconds=s))
talks = st.lists(st.tuples(st.sampled_from("abc"), weights, gaps), max_size=60)


def said(talk):
    record, at = ConversationRecord(), NOON
    for number, (author, weight, gap) in enumerate(talk):
        at += gap
        record = hear(record, Line(str(number), author, author, at, weight))
    return record, at


@given(talks)
def test_heat_stays_within_its_bounds(talk):
    record, at = said(talk)
    assert 0.0 <= heat_at(record, at) <= 1.0


@given(talks, gaps, gaps)
def test_heat_never_rises_in_silence(talk, first, then):
    record, at = said(talk)
    assert heat_at(record, at + first + then) <= heat_at(record, at + first) + 1e-12


@given(talks, st.sampled_from("abc"), st.none() | st.just(0.0), gaps)
def test_friendly_and_unscored_lines_never_warm(talk, author, weight, gap):
    record, at = said(talk)
    after = hear(record, Line("new", author, author, at + gap, weight))
    assert heat_at(after, at + gap) <= heat_at(record, at + gap) + 1e-12


@given(talks, st.floats(0, 1), st.floats(0, 1))
def test_a_more_hostile_line_never_leaves_less_heat(talk, one, other):
    record, at = said(talk)
    mild, harsh = sorted((one, other))
    after = [hear(record, Line("new", "a", "a", at, weight)).heat for weight in (mild, harsh)]
    assert after[0] <= after[1]


@given(talks)
def test_memory_is_bounded(talk):
    assert len(said(talk)[0].lines) <= KEEP_MOST


def test_energy_halves_with_time():
    record = hear(ConversationRecord(), Line("1", "a", "a", NOON, 1.0))
    now, later = heat_at(record, NOON), heat_at(record, NOON + HALF_LIFE)
    assert abs((1 - later) ** 2 - (1 - now)) < 1e-9


def test_an_exchange_of_blows_is_hotter_than_a_monologue():
    minute = timedelta(minutes=1)
    monologue, _ = said([("a", 0.9, minute)] * 5)
    exchange, _ = said([(who, 0.9, minute) for who in "ababa"])
    assert exchange.heat > 1.5 * monologue.heat


def test_the_same_line_heard_again_adds_nothing():
    once = hear(ConversationRecord(), Line("1", "a", "a", NOON, 0.9))
    assert hear(once, Line("1", "a", "a", NOON, 0.9)).heat == once.heat


def test_an_edit_into_an_insult_adds_what_is_new():
    once = hear(ConversationRecord(), Line("1", "a", "a", NOON, 0.0))
    edited = hear(once, Line("1", "a", "a", NOON, 0.9))
    assert edited.heat == hear(ConversationRecord(), Line("1", "a", "a", NOON, 0.9)).heat
    assert len(edited.lines) == 1


def test_no_scores_is_unknown_not_friendly():
    assert hostility({}, addressed=True) is None


def test_an_insult_at_nobody_counts_less():
    scores = {"toxicity": 0.9, "insult": 0.9, "directed": 0.1}
    assert hostility(scores, addressed=False) < hostility(scores, addressed=True) == 0.9


def spoke(author, minute=0, id="1"):
    return Line(id, author, author, NOON + timedelta(minutes=minute), 0.0)


def reply(**kw):
    at = NOON + timedelta(minutes=kw.pop("minute", 1))
    return Message("2", GENERAL, member("ann"), "so there", at, **kw)


def test_a_reply_is_for_the_one_it_answers():
    record = ConversationRecord(lines=(spoke("bob"), spoke("eve", id="0")))
    assert addressee(record, reply(reply_to="1", mentions=("eve",)), {}) == "bob"


def test_a_mention_is_for_the_one_mentioned():
    assert (
        addressee(ConversationRecord(lines=(spoke("bob"),)), reply(mentions=("eve",)), {}) == "eve"
    )


def test_aimed_words_are_for_whoever_spoke_last_and_lately():
    record = ConversationRecord(lines=(spoke("bob"), spoke("ann", id="0")))
    assert addressee(record, reply(), {"directed": 0.9}) == "bob"
    assert addressee(record, reply(), {"directed": 0.1}) is None
    assert addressee(record, reply(minute=30), {"directed": 0.9}) is None
