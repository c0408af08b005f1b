"""The heads: fitted trees that read a turn in its conversation."""

import math
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.heads import TALK, TURN, head, opened, understood, written
from bot.context.manner import manner
from bot.context.quarrels import taken_together
from bot.context.turns import LABELS, features
from tests.context.lines import line, lines_of, talks

PLAIN = manner("so there")
OF_TURN = set(features([], line(), PLAIN))
OF_TALK = OF_TURN | set(taken_together([], line()))
NUMBERS = st.floats(allow_nan=True, allow_infinity=False) | st.floats(0, 1)
AIMED = {"directed": 0.95}
BAIT = {"toxicity": 0.65, "insult": 0.5, "provocation": 0.85, "directed": 0.9}


def sigmoid(odds):
    return round(1 / (1 + math.exp(-odds)), 4)


@pytest.fixture(scope="module")
def small():
    """Two trees: one asks for warmth and then for wind, the other is a single leaf."""
    return opened(
        written(
            {
                "names": ("wind", "warmth"),
                "start": -0.5,
                "feature": [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
                "threshold": [[20.0, 5.0, 0.0, 0.0, 0.0], [0.0] * 5],
                "unknown": [[True, False, False, False, False], [False] * 5],
                "left": [[1, 3, 2, 3, 4], [0, 1, 2, 3, 4]],
                "right": [[2, 4, 2, 3, 4], [0, 1, 2, 3, 4]],
                "value": [[0.0, 0.0, 2.0, -1.0, 0.25], [0.125, 0.0, 0.0, 0.0, 0.0]],
                "depth": 2,
            }
        )
    )


@pytest.mark.parametrize(
    ("wind", "warmth", "leaf"),
    [
        (0, 21, 2.0),
        (math.nan, 20.001, 2.0),
        (5, 20, -1.0),
        (6, 20, 0.25),
        (5, math.nan, -1.0),
        (6, math.nan, 0.25),
        (math.nan, 0, 0.25),
        (math.nan, math.nan, 0.25),
    ],
)
def test_a_row_ends_in_one_leaf_of_each_tree_and_the_unknown_goes_its_own_way(
    small, wind, warmth, leaf
):
    assert small({"warmth": warmth, "wind": wind}) == sigmoid(-0.5 + 0.125 + leaf)


def test_a_head_is_opened_as_it_was_written(small):
    again = opened(written(vars(small)))
    assert (again.names, again.start, again.depth) == (("wind", "warmth"), -0.5, 2)
    assert again({"wind": 6, "warmth": 3}) == small({"wind": 6, "warmth": 3})


def test_what_a_head_does_not_ask_for_changes_nothing(small):
    assert small({"wind": 1, "warmth": 1, "rain": 9}) == small({"wind": 1, "warmth": 1})


def test_a_head_does_not_guess_a_feature_that_is_missing(small):
    with pytest.raises(KeyError, match="warmth"):
        small({"wind": 1})


@pytest.mark.parametrize(
    ("names", "known"), [(TURN, OF_TURN), (TALK, OF_TALK)], ids=["turn", "talk"]
)
def test_the_bundled_heads_ask_for_exactly_what_is_told(names, known):
    for name in names:
        assert set(head(name).names) == known
        assert len(head(name).names) == len(known)


@pytest.mark.parametrize("name", [*TURN, *TALK])
def test_every_leaf_of_a_bundled_head_is_reached_within_its_depth(name):
    found = head(name)
    nodes = range(found.value.shape[1])
    for left, right, value in zip(found.left, found.right, found.value, strict=True):
        reached = {0}
        for _ in range(found.depth):
            reached = {int(side[at]) for at in reached for side in (left, right)}
        assert all(left[at] == right[at] == at for at in reached)
        assert {at for at in nodes if value[at]} <= reached


@pytest.mark.parametrize("name", [*TURN, *TALK])
@given(data=st.data())
def test_a_probability_is_one_whatever_the_numbers(name, data):
    some = data.draw(st.lists(NUMBERS, min_size=1, max_size=9))
    assert 0 <= head(name)(dict(zip(sorted(OF_TALK), cycle(some), strict=False))) <= 1


@given(talks.filter(bool), st.dictionaries(st.sampled_from(LABELS), st.floats(0, 1), min_size=1))
def test_any_turn_with_a_score_is_read(talk, tones):
    lines, _ = lines_of(talk)
    read = understood(lines[:-1], replace(lines[-1], tones=tones), PLAIN)
    assert all(0 <= getattr(read, name) <= 1 for name in (*TURN, *TALK))
    assert read.tones == tones


@given(talks)
def test_a_turn_without_scores_stays_unread(talk):
    lines, at = lines_of(talk)
    new = line(id="new", at=at, likely_to="bob", sure=1.0)
    assert understood(lines, new, PLAIN) == new


def read(*said):
    """Lines from `(author, to, text, scores)`, each read after those before."""
    lines = []
    for number, (author, to, text, scores) in enumerate(said):
        how, tones = manner(text), dict.fromkeys(LABELS, 0.02) | scores
        one = line(author, number / 3, likely_to=to, sure=1.0, tones=tones, laughs=how.laughs)
        lines.append(understood(lines, one, how))
    return lines


GREETING = ("cat", None, "good morning everyone, how are you all today", {"question": 0.6})
INSULT = ("ann", "bob", "you are an arrogant idiot", {"toxicity": 0.93, "insult": 0.93} | AIMED)
QUARREL = [
    ("bob", None, "the build is broken again, who wrote this", {}),
    ("ann", "bob", "I did, what is wrong with it", {"question": 0.3}),
    ("bob", "ann", "everything. did you even test it, or do you not know how", BAIT),
    ("ann", "bob", "oh great, the expert speaks", BAIT),
    ("bob", "ann", "at least I know what I'm doing, unlike you", BAIT),
    INSULT,
    ("bob", "ann", "and you are a useless fool", {"toxicity": 0.92, "insult": 0.92} | AIMED),
]


def test_an_insult_in_a_quarrel_is_more_hostile_than_a_greeting():
    assert read(*QUARREL)[-1].hostile > read(GREETING)[-1].hostile
    assert read(*QUARREL)[-1].flaring > read(GREETING)[-1].flaring


def test_who_asks_others_to_calm_down_calms_more_than_the_insults_did():
    peace = ("cat", "bob", "both of you calm down please", {"deescalation": 0.9} | AIMED)
    *quarrel, calm = read(*QUARREL, peace)
    assert calm.calming > max(one.calming for one in quarrel)
    assert calm.hostile < quarrel[-1].hostile


def test_among_those_who_tease_each_other_an_insult_is_less_hostile_than_after_criticism():
    drawing = ("ann", None, "look at my drawing of the boss fight", {"praise": 0.2})
    teasing = [
        drawing,
        ("bob", "ann", "it looks like a potato with legs haha", BAIT),
        ("ann", "bob", "lol says the king of potatoes", {"provocation": 0.4} | AIMED),
        ("bob", "ann", "my potatoes have knees at least hahaha", {"provocation": 0.4}),
    ]
    criticism = [
        drawing,
        ("bob", "ann", "the legs are wrong and the colours do not fit", {"complaint": 0.8}),
        (
            "ann",
            "bob",
            "two weeks of work, what do you know about it",
            {"provocation": 0.6} | AIMED,
        ),
        ("bob", "ann", "enough to see when somebody can not do it", BAIT),
    ]
    assert read(*teasing, INSULT)[-1].hostile < read(*criticism, INSULT)[-1].hostile


def test_the_same_words_are_read_by_what_went_before_them():
    alone, late = read(INSULT)[-1], read(*QUARREL[:6])[-1]
    assert alone.tones == late.tones
    assert alone.hostile < late.hostile


def test_the_longer_a_quarrel_goes_on_the_surer_it_is_one():
    flaring = [one.flaring for one in read(*QUARREL)]
    assert flaring[-1] > flaring[4] > flaring[0]
