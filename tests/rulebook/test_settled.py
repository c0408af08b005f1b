"""What can be said of a condition before any message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rulebook.settled import never, settled
from tests.rulebook.asking import ask
from tests.rulebook.build import seen
from tests.rulebook.test_laws import conditions, known

SEEN = {"rule": "spam", "within": "1h"}


@pytest.mark.parametrize(
    ("when", "is_so"),
    [
        ({"insult": "> 1"}, False),
        ({"insult": ">= 1"}, None),
        ({"caps": "< 0"}, False),
        ({"caps": ">= 0"}, True),
        ({"heat": "<= 1"}, True),
        ({"people": "< 0"}, False),
        ({"people": "== 2.5"}, False),
        ({"strikes": "== 2.5"}, None),
        ({"people": "> 3, < 4"}, False),
        ({"strikes": "> 3, < 4"}, None),
        ({"heat": ">= 0.7, < 0.4"}, False),
        ({"heat": ">= 0.4, < 0.7"}, None),
        ({"tenure": "< 0s"}, False),
        ({"tenure": "> 7d, < 1d"}, False),
        ({"strikes (calm)": "> 3, < 2"}, False),
        ({"all": [{"strikes (calm)": "> 3"}, {"strikes (respect)": "< 2"}]}, None),
        ({"seen": {**SEEN, "times": "< 0"}}, False),
        ({"seen": {**SEEN, "times": "== 0"}}, False),
        ({"seen": {**SEEN, "times": "< 2"}}, None),
        ({"seen": {**SEEN, "times": ">= 20"}}, None),
        ({"all": [{"seen": SEEN}, {"seen": {**SEEN, "times": "== 0"}}]}, False),
        ({"all": [{"seen": SEEN}, {"seen": {**SEEN, "within": "2h", "times": "== 1"}}]}, None),
        ({"all": [{"links": "> 3"}, {"words": "> 3"}, {"links": "< 3"}]}, False),
        ({"all": [{"links": "> 3"}, {"all": [{"links": "< 3"}]}]}, False),
        ({"all": [{"links": "> 3"}, {"not": {"links": "> 2"}}]}, False),
        ({"all": [{"links": "> 3"}, {"not": {"any": [{"links": "> 2"}, {"caps": 1}]}}]}, False),
        ({"all": [{"links": "> 3"}, {"any": [{"links": "< 3"}, {"reply": True}]}]}, None),
        ({"any": [{"links": "> 3"}, {"links": "< 5"}]}, True),
        ({"any": [{"links": "> 5"}, {"links": "< 3"}]}, None),
        ({"any": [{"caps": "> 1"}, {"links": "< 0"}]}, False),
        ({"any": [{"caps": "> 1"}, {"links": "1"}]}, None),
        ({"not": {"caps": "> 1"}}, True),
        ({"all": [{"reply": True}, {"reply": False}]}, False),
        ({"any": [{"reply": True}, {"reply": False}]}, True),
        ({"all": [{"reply": True}, {"newcomer": False}]}, None),
        ({"all": [{"insult": "likely"}, {"insult": "false"}]}, False),
        ({"all": [{"insult": "very likely"}, {"insult": "false"}]}, False),
        ({"all": [{"insult": "likely"}, {"not": {"insult": "very likely"}}]}, None),
        ({"all": [{"insult": "very likely"}, {"not": {"insult": "likely"}}]}, False),
        ({"all": [{"insult": "likely"}, {"threat": "false"}]}, None),
        ({"all": [{"language": "pl"}, {"language": ["ru", "uk"]}]}, False),
        ({"all": [{"language": ["pl", "ru"]}, {"language": ["ru", "uk"]}]}, None),
        ({"all": [{"language": "pl"}, {"not": {"language": "pl"}}]}, None),
        ({"all": [{"language": "pl"}, {"not": {"language": "ru"}}]}, None),
        ({"all": [{"level": "moderator"}, {"level": "< helper"}]}, False),
        ({"all": [{"level": "helper"}, {"level": "< moderator"}]}, None),
        ({"level": "member"}, True),
        ({"text": "idiot"}, None),
        ({"all": [{"text": "idiot"}, {"not": {"text": "idiot"}}]}, None),
    ],
)
def test_what_follows_from_numbers_and_values_is_known(when, is_so):
    assert settled(ask(when)) is is_so


def test_the_leaves_that_clash_are_named_with_their_places():
    when = ask({"all": [{"reply": True}, {"links": "> 3"}, {"caps": 0.5}, {"links": "< 3"}]})
    found = never(when)
    assert [leaf.path for leaf in found] == [("all", 1, "links"), ("all", 3, "links")]
    assert never(ask({"any": [{"reply": True}, {"caps": "> 1"}]})) == ()
    alone = never(ask({"all": [{"reply": True}, {"caps": "> 1"}]}))
    assert [leaf.path for leaf in alone] == [("all", 1, "caps")]


@given(conditions, known)
def test_what_is_settled_is_so_whatever_is_known(when, found):
    condition = ask(when)
    is_so = settled(condition)
    if is_so is not None:
        assert condition.holds(seen(**found)) is is_so


@given(conditions)
def test_the_opposite_is_settled_the_other_way(when):
    one, other = settled(ask(when)), settled(ask({"not": when}))
    assert (one is None) is (other is None)
    assert one is None or one is not other


@given(st.sampled_from(["heat", "links", "strikes"]), st.integers(0, 9), st.integers(0, 9))
def test_a_pair_of_bounds_is_settled_like_two_leaves(name, low, high):
    at = (low / 10, high / 10) if name == "heat" else (low, high)
    one = ask({name: f"> {at[0]}, < {at[1]}"})
    two = ask({"all": [{name: f"> {at[0]}"}, {name: f"< {at[1]}"}]})
    assert one == two
    assert settled(one) is settled(two)
