"""A rule that counts another is tried after it, and a rule that stops the rest does not hide it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import MemberRecord
from tests.conftest import NOON
from tests.rulebook.build import facts, rulebook
from tests.rulebook.test_judge import verdict


def counting(rule, times=">= 3", **more):
    seen = {"seen": {"rule": rule, "times": times, "within": "1h"}}
    return {"when": seen, "then": ["escalate"], **more}


def said(book, insult, *minutes_ago, **fields):
    """The rules that fire when `r0` has fired so many minutes ago."""
    times = tuple(NOON - timedelta(minutes=ago) for ago in minutes_ago)
    about = replace(facts(), member=MemberRecord(fired={"r0": times}), **fields)
    return verdict(book, about=about, insult=insult, threat=0.0).rules


RUDE = {"when": {"insult": "likely"}, "then": ["nudge"]}


@pytest.mark.parametrize(
    "rude", [{}, {"stop": True}, {"priority": -5}, {"stop": True, "priority": 9}]
)
@pytest.mark.parametrize("counts", [{}, {"priority": 5}, {"priority": -5}])
def test_the_third_time_is_a_third_rude_message_and_no_civil_one(rude, counts):
    book = rulebook({**RUDE, **rude}, counting("r0", **counts))
    assert said(book, 0.8, 20, 10) == ("r0", "r1")
    assert said(book, 0.8, 10) == ("r0",)
    assert said(book, 0.1, 20, 10) == ()
    assert said(book, 0.1, 30, 20, 10) == ()


def test_an_edit_of_the_second_is_no_third():
    book = rulebook(RUDE, counting("r0"))
    assert said(book, 0.8, 20, 1, fired=frozenset({"r0"})) == ("r0",)
    assert said(book, 0.8, 20, 10, 1, fired=frozenset({"r0"})) == ("r0", "r1")


def test_a_rule_that_stops_the_rest_stops_those_that_count_others():
    book = rulebook({**RUDE, "stop": True}, RUDE, counting("r1", ">= 1"), counting("r0", ">= 1"))
    assert said(book, 0.8) == ("r0", "r3")
    chain = rulebook({**RUDE, "stop": True}, counting("r1", ">= 1"), counting("r0", ">= 1"), RUDE)
    assert said(chain, 0.8) == ("r0", "r2")


def test_what_counts_a_rule_that_counts_the_one_that_stops_is_tried_too():
    book = rulebook({**RUDE, "stop": True}, counting("r2", ">= 1"), counting("r0", ">= 1"), RUDE)
    assert said(book, 0.8) == ("r0", "r2", "r1")


def test_a_rule_may_count_itself():
    book = rulebook({**RUDE, "guard": {"seen": {"rule": "r0", "times": ">= 3", "within": "1h"}}})
    assert said(book, 0.8, 10) == ("r0",)
    assert said(book, 0.8, 20, 10) == (), "no more than twice"


@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 7), max_size=3), st.integers(-2, 2)),
        min_size=8,
        max_size=8,
    )
)
def test_every_rule_has_its_turn_behind_those_that_it_counts(drawn):
    rules = [
        {"when": {"any": [{"insult": 0.5}, *(counting(f"r{n}")["when"] for n in sorted(counts))]}}
        | {"priority": priority}
        for counts, priority in drawn
    ]
    book = rulebook(*rules)
    assert sorted(rule.id for rule in book.rules) == [f"r{at}" for at in range(8)]
    place = {rule.id: at for at, rule in enumerate(book.rules)}
    above = {f"r{at}": {f"r{n}" for n in counts} for at, (counts, _) in enumerate(drawn)}
    reach = {one: reached(one, above) for one in above}
    for one, counts in above.items():
        for counted in counts - {one}:
            if not any(rule in reach[rule] for rule in reach[one]):
                assert place[counted] < place[one]


def reached(one, above):
    """All that a rule counts, and what those count; itself where it is in a circle of several."""
    found, more = set(), [rule for rule in above[one] if rule != one]
    while more:
        rule = more.pop()
        if rule not in found:
            found.add(rule)
            more += [other for other in above[rule] if other != rule]
    return found


def test_rules_that_count_nothing_stand_by_priority_and_then_as_written():
    book = rulebook(*({**RUDE, "priority": at % 3} for at in range(9)))
    assert [rule.id for rule in book.rules] == [f"r{at}" for at in (2, 5, 8, 1, 4, 7, 0, 3, 6)]


def test_a_long_chain_of_rules_is_no_trouble():
    chain = [counting(f"r{at + 1}", priority=1000 - at) for at in range(300)]
    book = rulebook(*chain, RUDE)
    assert [rule.id for rule in book.rules] == [f"r{at}" for at in range(300, -1, -1)]
