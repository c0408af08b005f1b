from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.context.conversation import hear
from bot.context.trolling import trolling
from bot.context.visits import GAP, KEEP_MOST, visited
from bot.model import ConversationRecord, Line, MemberRecord, Message, Visit
from tests.conftest import GENERAL, NOON, member

HERE = GENERAL.id


def played(*said, every=timedelta(seconds=20)):
    """Everybody's record after lines of `(author, likely_to, hostile, baiting, flaring)`."""
    talk, members, at = ConversationRecord(), {}, NOON
    for number, (who, to, hostile, bait, flaring) in enumerate(said):
        at += every
        message = Message(str(number), GENERAL, member(who), "...", at)
        read = {"hostile": hostile, "baiting": bait, "flaring": flaring}
        line = Line(str(number), who, who, at, None, likely_to=to, sure=1.0, **read)
        before, talk = talk, hear(talk, line)
        members[who] = visited(members.get(who, MemberRecord()), message, before, talk)
    return members


def share(record):
    return trolling(record, HERE).share


BAITED = (
    ("tess", "ann", 0.1, 0.8, 0.2),
    ("ann", "tess", 0.2, 0.0, 0.2),
    ("tess", "bob", 0.1, 0.9, 0.5),
    ("bob", "tess", 0.8, 0.0, 0.8),
    ("tess", "bob", 0.1, 0.8, 0.8),
    ("ann", "tess", 0.9, 0.0, 0.9),
    ("tess", None, 0.1, 0.7, 0.9),
)


def test_who_baits_again_and_again_until_others_strike_is_a_troll():
    found = played(*BAITED)
    assert share(found["tess"]) > 0.6
    assert share(found["ann"]) == share(found["bob"]) == 0
    assert found["tess"].visits[-1].drew == 2
    assert found["tess"].visits[-1].flared


def test_one_pointed_line_convicts_nobody():
    assert share(played(("dan", "ann", 0.0, 0.69, 0.2), ("ann", "dan", 0.9, 0.0, 0.8))["dan"]) == 0


def test_who_attacks_openly_is_a_side_and_hardly_a_troll():
    blunt = [(who, to, 0.95, bait, flaring) for who, to, _, bait, flaring in BAITED]
    assert share(played(*blunt)["tess"]) < share(played(*BAITED)["tess"]) * 0.7


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 1)), min_size=1, max_size=30))
def test_the_target_of_a_dogpile_never_becomes_the_troll(blows):
    lines = [line for who, blow in blows for line in ((who, "z", blow, 0.0, 0.9), CALM)]
    assert share(played(*lines)["z"]) == 0


CALM = ("z", None, 0.0, 0.1, 0.5)


past = st.builds(
    Visit,
    conversation=st.just("elsewhere"),
    since=st.just(NOON),
    last=st.just(NOON),
    baits=st.floats(0, 9),
    given=st.floats(0, 9),
    drew=st.integers(0, 9),
    calm=st.booleans(),
    flared=st.booleans(),
)


@given(st.lists(past, max_size=KEEP_MOST - 1), past)
def test_it_stays_within_its_bounds_and_never_without_bait(visits, now):
    here = Visit(HERE, NOON, NOON, 9, now.baits, now.given, now.drew)
    found = share(MemberRecord(visits=(*visits, here)))
    assert 0 <= found <= 1
    if not here.baits:
        assert found == 0


@given(st.lists(past, max_size=10))
def test_a_talk_that_stayed_calm_never_makes_it_worse(visits):
    here = Visit(HERE, NOON, NOON, 9, 2.0, 0.5, 1)
    calm = Visit("elsewhere", NOON, NOON, 9)
    before = share(MemberRecord(visits=(*visits, here)))
    assert share(MemberRecord(visits=(*visits, calm, here))) <= before + 1e-12


def test_three_talks_that_flared_weigh_less_than_ten():
    here = Visit(HERE, NOON, NOON, 3, 0.5)
    flared = Visit("elsewhere", NOON, NOON, 3, baits=1.0, flared=True)
    three, ten = (share(MemberRecord(visits=(*[flared] * many, here))) for many in (3, 10))
    assert 0 < three < 0.35 < ten < 0.7


def test_a_new_visit_begins_after_a_long_silence_and_in_another_place():
    lines = [("ann", None, 0.0, 0.9, 0.1), ("ann", None, 0.0, 0.0, 0.1)]
    assert len(played(*lines)["ann"].visits) == 1
    assert len(played(*lines, every=GAP + timedelta(seconds=1))["ann"].visits) == 2
    assert trolling(played(*lines)["ann"], "another").share == 0


def test_a_talk_that_was_hot_when_they_came_is_not_on_them():
    hot = (("bob", "eve", 0.9, 0.0, 0.9), ("eve", "bob", 0.9, 0.0, 0.9))
    found = played(*hot, ("tess", "bob", 0.1, 0.9, 0.95))
    assert not found["tess"].visits[-1].flared


def test_no_more_visits_are_kept_than_needed():
    lines = [("ann", None, 0.0, 0.0, 0.0)] * (KEEP_MOST + 5)
    assert len(played(*lines, every=2 * GAP)["ann"].visits) == KEEP_MOST
