"""How often a rule has fired lately."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.memory import MOST_FIRED
from bot.rulebook.conditions import rules_of, signals_of, why
from tests.conftest import NOON
from tests.rulebook.asking import ask, wrong
from tests.rulebook.build import facts, seen

SPAM = {"rule": "spam", "times": ">= 3", "within": "1h"}


def fired(*minutes_ago, rule="spam", here=(), firing=("spam",), before=()):
    """What is remembered when the rule fired then, for the member; and `here`, by anybody.

    The rules of `firing` fire on this message, those of `before` did before it was edited.
    """
    member, conversation = (
        {rule: tuple(NOON - timedelta(minutes=ago) for ago in sorted(times, reverse=True))}
        for times in (minutes_ago, here)
    )
    about = facts()
    about = replace(
        about,
        fired=frozenset(before),
        member=replace(about.member, fired=member),
        conversation=replace(about.conversation, fired=conversation),
    )
    return seen()._replace(facts=about, firing=frozenset(firing))


@pytest.mark.parametrize(
    ("ago", "holds"),
    [
        ([50, 30], True),
        ([59.9, 30], True),
        ([60, 30], False),
        ([30], False),
        ([90, 80, 70, 30, 10], True),
        ([], False),
    ],
)
def test_the_times_within_the_window_count(ago, holds):
    assert ask({"seen": SPAM}).holds(fired(*ago)) is holds


@given(st.lists(st.integers(0, 70), max_size=20), st.sampled_from([">= 1", ">= 3", "< 3", "== 2"]))
def test_it_holds_only_on_a_message_on_which_the_rule_fires(ago, times):
    for by in ("member", "conversation"):
        when = ask({"seen": {**SPAM, "times": times, "by": by}})
        assert when.holds(fired(*ago, here=ago, firing=[])) is False
        assert when.holds(fired(*ago, here=ago, firing=["insults"])) is False
    assert ask({"not": {"seen": {**SPAM, "times": times}}}).holds(fired(*ago, firing=[])) is True


def test_another_message_of_the_same_second_counts():
    assert ask({"seen": SPAM}).holds(fired(10, 0)) is True


def test_an_edit_is_no_second_time():
    assert ask({"seen": SPAM}).holds(fired(10, 1, before=["spam"])) is False
    assert ask({"seen": SPAM}).holds(fired(30, 10, 1, before=["spam"])) is True
    assert ask({"seen": SPAM}).holds(fired(30, 10, before=["insults"])) is True
    once = ask({"seen": {**SPAM, "times": "== 1"}})
    assert once.holds(fired(61, before=["spam"])) is True, "long ago, and still it fires"


def test_what_comes_later_than_a_late_message_is_not_seen_yet():
    assert ask({"seen": SPAM}).holds(fired(30, -5)) is False


def test_the_member_is_counted_unless_the_conversation_is_asked():
    here = fired(10, here=[30, 10])
    assert ask({"seen": SPAM}).holds(here) is False
    assert ask({"seen": {**SPAM, "by": "member"}}).holds(here) is False
    assert ask({"seen": {**SPAM, "by": "conversation"}}).holds(here) is True


def test_only_the_rule_that_is_named_counts():
    assert ask({"seen": SPAM}).holds(fired(3, 2, 1, rule="insults")) is False


@pytest.mark.parametrize(
    ("times", "held"),
    [
        (">= 3", [3, 4]),
        ("3", [3, 4]),
        ("< 2", [1]),
        ("<= 3", [1, 2, 3]),
        ("== 0", []),
        ("> 0, < 3", [1, 2]),
        (None, [1, 2, 3, 4]),
    ],
)
def test_how_often_is_a_comparison_and_once_is_enough_where_it_is_not_said(times, held):
    asked = {"rule": "spam", "within": "1h"} | ({} if times is None else {"times": times})
    when = ask({"seen": asked})
    assert [count for count in range(1, 5) if when.holds(fired(*range(1, count)))] == held


def test_without_a_memory_it_cannot_be_told():
    assert ask({"seen": SPAM}).holds(seen()) is None


def test_it_says_what_was_counted():
    [ground] = why(ask({"seen": SPAM}), fired(30, 20, 10))
    assert ground == (
        "seen",
        4,
        ">= 3 of spam within 1h",
        "spam fired 4 times within 1h for the member",
    )
    by = {**SPAM, "times": "1", "by": "conversation"}
    [ground] = why(ask({"seen": by}), fired(here=[5]))
    assert ground.evidence == "spam fired 2 times within 1h here"
    [ground] = why(ask({"not": {"seen": by}}), fired(firing=[]))
    assert ground.evidence == "spam does not fire on this message"


def test_it_refers_to_rules_and_looks_at_no_signal():
    when = ask(
        {"any": [{"seen": SPAM}, {"not": {"seen": {**SPAM, "rule": "insults"}}}, {"caps": 1}]}
    )
    assert rules_of(when) == ("spam", "insults")
    assert signals_of(when) == ("caps",)


@given(st.lists(st.integers(0, 100), max_size=20), st.integers(0, 100), st.integers(1, 4))
def test_to_have_fired_more_never_drops_it(ago, more, least):
    when = ask({"seen": {**SPAM, "times": f">= {least}"}})
    if when.holds(fired(*ago)):
        assert when.holds(fired(*ago, more)) is True


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"rule": "spm"}, "spm", "unknown rule `spm`; did you mean `spam`?"),
        ({"times": "often"}, "often", "`often` is no comparison such as `>= 3`"),
        ({"times": "0"}, "0", "`times: 0` would always hold"),
        ({"times": f">= {MOST_FIRED + 1}"}, ">= 21", "of each rule the last 20 times are"),
        ({"within": "31d"}, "31d", "`within` must be at most `30d`"),
        ({"within": "0"}, "0", "`within` must be at least"),
        ({"within": "soon"}, "soon", "`soon` is not a duration such as `30m`"),
        ({"by": "membr"}, "membr", "`by` cannot be `membr`; did you mean `member`?"),
        ({"witin": "1h"}, "witin", "unknown key `witin`; did you mean `within`?"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(change, place, said):
    found = wrong({"seen": {**SPAM, **change}})
    assert [where for where, _ in found] == [place]
    assert found[0][1].startswith(said)


def test_a_rule_and_a_window_must_be_named():
    found = {said for _, said in wrong({"seen": {"times": ">= 3"}})}
    assert found == {"`rule` is missing", "`within` is missing"}
    assert wrong({"seen": "spam"}) == [("spam", "`seen` must be a mapping")]


def test_the_most_that_is_remembered_can_be_asked():
    most = ask({"seen": {**SPAM, "times": f">= {MOST_FIRED}"}})
    assert most.holds(fired(*range(1, MOST_FIRED + 1))) is True
