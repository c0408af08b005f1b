"""What is known of a turn in its conversation, in numbers."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.manner import manner
from bot.context.turns import BACK, LABELS, TONES, WINDOW, features, recent
from tests.context.lines import gaps, line, lines_of, talks

PLAIN = manner("so there")
CALLED = dict(zip("abcd", ("zoe", "b", "ünal", "77"), strict=True))
spoken = talks.filter(bool)


def renamed(one):
    """The same line, where everybody is called otherwise."""
    called = {None: None, **CALLED}
    return replace(
        one, author=called[one.author], likely_to=called[one.likely_to], name=called[one.author]
    )


def of(*lines, text="so there"):
    """The features of the last of these lines."""
    return features(lines[:-1], lines[-1], manner(text))


def same(one, other):
    return one.keys() == other.keys() and all(
        one[name] == other[name] or (math.isnan(one[name]) and math.isnan(other[name]))
        for name in one
    )


@given(spoken)
def test_names_change_no_number(talk):
    lines, _ = lines_of(talk)
    assert same(of(*lines), of(*map(renamed, lines)))


@given(spoken, talks)
def test_what_went_on_before_the_last_lines_changes_no_number(talk, other):
    lines, _ = lines_of(talk)
    lines = [replace(one, at=one.at + timedelta(days=1)) for one in lines][-BACK - 1 :]
    before, _ = lines_of(other)
    long_ago = [replace(one, id=f"before {one.id}") for one in before if one.at < lines[0].at]
    padded = [replace(one, at=one.at + timedelta(days=1)) for one in long_ago]
    assert same(of(*lines), of(*long_ago, *lines))
    if len(lines) == BACK + 1:
        assert same(of(*lines), of(*padded, *lines))


@given(spoken, st.lists(gaps, min_size=60, max_size=60))
def test_messages_that_come_late_have_finite_numbers_too(talk, late):
    lines, _ = lines_of(talk)
    lines = [replace(one, at=one.at - 2 * gap) for one, gap in zip(lines, late, strict=False)]
    assert not any(map(math.isinf, of(*lines).values()))
    assert all(math.isfinite(of(*lines)[name]) for name in ("gap", "pace", "sure", "words"))


@given(spoken)
def test_shares_are_shares(talk):
    found = of(*lines_of(talk)[0])
    assert all(0 <= much <= 1 for name, much in found.items() if name.startswith("share"))


@given(spoken)
def test_an_edited_line_is_not_read_by_itself(talk):
    lines, _ = lines_of(talk)
    last = lines[-1]
    others = [replace(one, tones={}) for one in lines[:-1]][1 - BACK :]
    assert same(of(*others, last), of(*others, replace(last, tones={"toxicity": 1.0}), last))


def test_what_a_scorer_does_not_know_is_unknown_and_not_nil():
    found = of(line("bob", tones={"toxicity": 0.4}), line("ann", tones={"toxicity": 0.1}))
    assert found["said toxicity"] == 0.1
    assert all(math.isnan(found[f"said {label}"]) for label in LABELS if label != "toxicity")
    assert found["others toxicity"] == 0.4
    assert all(math.isnan(found[f"others {tone}"]) for tone in TONES if tone != "toxicity")


def test_where_nobody_spoke_nothing_was_said():
    found = of(line(tones={"toxicity": 0.1}))
    assert all(
        found[f"{who} {tone}"] == 0 for who in ("others", "mine", "theirs") for tone in TONES
    )
    assert (found["fresh"], found["speakers"], found["share mine"]) == (1, 1, 0)


def test_of_those_around_the_highest_counts_and_of_the_addressee_the_last():
    lines = [
        line("bob", tones={"toxicity": 0.8}),
        line("bob", 1, tones={"toxicity": 0.3}),
        line("eve", 2, tones={"toxicity": 0.5}),
        line("ann", 3, tones={"toxicity": 0.2}),
        line("ann", 4, likely_to="bob", tones={"toxicity": 0.9}),
    ]
    found = of(*lines)
    assert found["said toxicity"] == 0.9
    assert found["others toxicity"] == 0.8
    assert found["mine toxicity"] == 0.2
    assert found["theirs toxicity"] == 0.3


def test_what_is_unknown_of_one_turn_leaves_the_others_known():
    found = of(line("bob", tones={"praise": 0.6}), line("eve", 1), line("ann", 2))
    assert found["others praise"] == 0.6


def test_only_the_last_turns_within_the_window_are_looked_at():
    lines = [line("bob", n) for n in range(12)]
    assert recent(lines, line("ann", 12)) == lines[-BACK:]
    assert recent(lines, line("ann", 10, at=lines[8].at + WINDOW)) == lines[8:]
    assert recent(lines, lines[8]) == [*lines[3:8], *lines[9:]]
    silence = line("ann", at=lines[-1].at + WINDOW + timedelta(seconds=1))
    assert recent(lines, silence) == []


def test_hours_of_silence_make_a_new_beginning():
    before = [line("bob", tones={"toxicity": 0.9}), line("ann", 1, tones={"toxicity": 0.9})]
    now = line("bob", 300, tones={"toxicity": 0.1})
    assert same(of(*before, now), of(now))


def test_who_speaks_to_whom_is_counted():
    lines = [
        line("bob", likely_to="ann"),
        line("eve", 1, likely_to="bob"),
        line("ann", 2, likely_to="bob"),
        line("eve", 3),
        line("ann", 4, likely_to="bob", sure=0.4),
    ]
    found = of(*lines)
    assert (found["sure"], found["speakers"], found["fresh"]) == (0.4, 3, 0)
    assert found["share mine"] == found["share theirs"] == found["share to me"] == 0.25
    assert found["share of pair"] == 0.5


def test_who_else_is_rude_to_the_same_person_is_counted():
    rude = {"toxicity": 0.6}
    lines = [
        line("ann", likely_to="dan", tones=rude),
        line("bob", 1, likely_to="dan", tones=rude),
        line("bob", 2, likely_to="dan", tones=rude),
        line("cat", 3, likely_to="dan", tones={"toxicity": 0.5}),
        line("eve", 4, likely_to="bob", tones=rude),
        line("fay", 5, tones=rude),
    ]
    assert of(*lines, line("ann", 6, likely_to="dan"))["rude to them"] == 1
    assert of(*lines, line("ann", 6))["rude to them"] == 0


def test_pace_is_told_by_the_gaps_between_the_turns():
    lines = [line("bob"), line("eve", 1), line("bob", 3), line("ann", 3.5)]
    assert of(*lines)["gap"] == pytest.approx(math.log1p(30))
    assert of(*lines)["pace"] == pytest.approx(math.log1p(90))
    assert of(lines[0])["gap"] > of(*lines)["gap"]


def test_the_manner_is_that_of_the_text():
    found = of(line(), text="WHY me?! haha...")
    told = ("asks", "exclaims", "trails", "laughs")
    assert [found[name] for name in told] == [1, 1, 1, 1]
    assert found["words"] == pytest.approx(math.log1p(3))
    assert found["capitals"] == pytest.approx(3 / 9)
    calm = of(line())
    assert [calm[name] for name in told] == [0, 0, 0, 0]


def test_laughter_around_is_heard():
    lines = [line("bob", laughs=True), line("eve", 1), line("bob", 2), line("eve", 3, laughs=True)]
    for to, theirs in [("bob", 0), ("eve", 1), (None, 0)]:
        found = of(*lines, line("ann", 4, likely_to=to))
        assert (found["share laughs"], found["theirs laughs"]) == (0.5, theirs)


def test_the_same_features_are_told_of_any_turn():
    first = features([], line(), PLAIN)
    later = features([line("bob", tones=dict.fromkeys(TONES, 0.5))], line(likely_to="bob"), PLAIN)
    assert list(first) == list(later)
