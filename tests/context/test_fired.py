"""When rules fired: kept in both records, bounded, newest last."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context.facts import gather
from bot.context.fired import noted, without
from bot.model import ConversationRecord, MemberRecord, Message, Verdict
from bot.model.memory import MOST_FIRED
from tests.conftest import GENERAL, NOON, member

RULES = st.sampled_from(["attack", "flood", "hot"])
VERDICTS = st.builds(
    lambda fired, shadow: Verdict(rules=tuple(fired), shadow=tuple(shadow - fired)),
    st.frozensets(RULES),
    st.frozensets(RULES),
)
SECONDS = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def then():
    """The facts of a message so many seconds past noon, with what was remembered before."""

    def make(seconds, before=None):
        said = Message("m", GENERAL, member(), "hello", NOON + timedelta(seconds=seconds))
        records = (
            (before.member, before.conversation)
            if before
            else (MemberRecord(), ConversationRecord())
        )
        return gather(said, {}, None, *records)

    return make


def test_both_records_take_note_of_what_fired_and_of_what_only_would_have(then):
    facts = noted(then(5), Verdict(rules=("attack",), shadow=("flood",)))
    expected = {rule: (NOON + timedelta(seconds=5),) for rule in ("attack", "flood")}
    assert (facts.member.fired, facts.conversation.fired) == (expected, expected)


def test_a_verdict_without_rules_changes_nothing(then):
    facts = then(5)
    assert noted(facts, Verdict(unknown=("attack",))) is facts


def test_what_fired_before_on_the_same_message_is_not_counted_again(then):
    edited = replace(then(5), fired=frozenset({"attack"}))
    facts = noted(edited, Verdict(rules=("attack", "flood")))
    assert list(facts.member.fired) == ["flood"]
    assert list(facts.conversation.fired) == ["flood"]


@given(st.lists(st.tuples(SECONDS, VERDICTS), max_size=60))
def test_each_rule_keeps_its_last_times_in_order(then, story):
    facts, expected = None, {}
    for seconds, verdict in story:
        facts = noted(then(seconds, facts), verdict)
        for rule in (*verdict.rules, *verdict.shadow):
            times = sorted([*expected.get(rule, ()), NOON + timedelta(seconds=seconds)])
            expected[rule] = tuple(times[-MOST_FIRED:])
    if facts is not None:
        assert facts.member.fired == expected
        assert facts.conversation.fired == expected


@given(st.dictionaries(RULES, st.lists(SECONDS, max_size=6)), st.lists(st.tuples(RULES, SECONDS)))
def test_each_firing_is_taken_out_once(story, taken):
    def at(seconds):
        return NOON + timedelta(seconds=seconds)

    fired = {rule: tuple(map(at, sorted(times))) for rule, times in story.items()}
    taken += [(rule, times[0]) for rule, times in story.items() if times]
    left = without(fired, [(rule, at(seconds)) for rule, seconds in taken])
    for rule in story:
        kept, gone = Counter(story[rule]), Counter(when for one, when in taken if one == rule)
        assert left.get(rule, ()) == tuple(map(at, sorted((kept - gone).elements())))
