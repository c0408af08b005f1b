"""When a rule whose condition holds does not fire, and in what order rules are looked at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.context.conversation import hear
from bot.model import Action, ConversationRecord, Line, MemberRecord
from bot.rulebook.resting import resting
from tests.conftest import NOON
from tests.rulebook.build import document, facts, rulebook, yaml
from tests.rulebook.test_judge import verdict
from tests.rulebook.test_mistakes import mistakes

MINUTE = timedelta(minutes=1)


def before(*, member=(), here=(), lines=()):
    """Facts in which `r0` has fired so many minutes ago, for the member and in the conversation."""
    record = ConversationRecord()
    for ago, hostility in lines:
        line = Line(f"l{ago}", "bob" if ago % 2 else "ann", "", NOON - ago * MINUTE, hostility)
        record = hear(record, line)
    fired = {"r0": tuple(NOON - ago * MINUTE for ago in here)}
    return replace(
        facts(),
        member=MemberRecord(fired={"r0": tuple(NOON - ago * MINUTE for ago in member)}),
        conversation=replace(record, fired=fired),
    )


def fires(rule, about):
    return verdict(rulebook({"then": ["nudge"], **rule}), about=about, insult=0.8).rules == ("r0",)


def test_once_for_each_member_is_once_whatever_the_place():
    assert fires({"once": "member"}, before(here=[5]))
    assert not fires({"once": "member"}, before(member=[90_000]))


def test_once_in_each_conversation_is_once_whoever_writes():
    assert fires({"once": "conversation"}, before(member=[5]))
    assert not fires({"once": "conversation"}, before(here=[90_000]))


def test_a_rule_that_answers_members_rests_for_the_member():
    rule = {"cooldown": "10m", "then": ["nudge"]}
    assert not fires(rule, before(member=[9]))
    assert fires(rule, before(member=[10]))
    assert fires(rule, before(here=[1]))


def test_a_rule_that_answers_nobody_rests_for_the_conversation():
    rule = {"cooldown": "10m", "then": ["escalate"]}
    assert not fires(rule, before(here=[9]))
    assert fires(rule, before(member=[1]))


def test_the_cooldown_of_the_defaults_is_for_every_rule_without_its_own():
    book = rulebook(
        {"then": ["nudge"]}, {"then": ["nudge"], "cooldown": "0"}, defaults={"cooldown": "10m"}
    )
    assert [rule.cooldown_s for rule in book.rules] == [600, 0]


REST = [
    {"once": "member"},
    {"once": "conversation"},
    {"cooldown": "10m"},
    {"cooldown": "10m", "then": ["escalate"]},
]


@pytest.mark.parametrize("rule", REST, ids=str)
@pytest.mark.parametrize("ago", [0, -5], ids=["the same second", "late"])
def test_another_message_counts_in_the_same_second_and_when_this_one_is_late(rule, ago):
    assert not fires(rule, before(member=[ago], here=[ago]))


@pytest.mark.parametrize("rule", REST, ids=str)
@pytest.mark.parametrize("ago", [0, 5])
def test_an_edit_is_not_held_back_by_what_fired_on_the_message_itself(rule, ago):
    edited = replace(before(member=[ago], here=[ago]), fired=frozenset({"r0"}))
    assert fires(rule, edited)
    other = replace(before(member=[ago, 6], here=[ago, 6]), fired=frozenset({"r0"}))
    assert not fires(rule, other)


def test_what_rests_says_since_when():
    def why(ago):
        book = rulebook({"then": ["nudge"], "cooldown": "10m"})
        return resting(book.rules[0], before(member=[ago]), {})

    assert why(5) == "it fired 5m ago and rests for 10m"
    assert why(0) == "it fired 0s ago and rests for 10m"
    assert why(-5) == "it fired 5m later and rests for 10m"


RELEASE = {"then": ["escalate"], "release": {"heat": "< 0.4", "for": "10m"}}
HOT = [(25, 1.0), (24, 1.0), (23, 1.0), (22, 1.0), (21, 1.0)]


def test_a_rule_fires_again_only_after_its_release():
    assert fires(RELEASE, before(lines=HOT)), "it never fired"
    assert not fires(RELEASE, before(here=[21], lines=[(ago - 17, h) for ago, h in HOT]))
    assert fires(RELEASE, before(here=[21], lines=HOT)), "cool for more than ten minutes"


def test_a_rule_that_fired_later_than_a_late_message_is_not_released_for_it():
    calm = {"then": ["escalate"], "release": {"heat": "< 0.4"}}
    assert fires(calm, before(here=[1], lines=[(30, 0.0)]))
    assert not fires(calm, before(here=[-1], lines=[(30, 0.0)]))
    assert fires(calm, replace(before(here=[1]), fired=frozenset({"r0"}))), "on this very message"


def test_the_release_must_hold_for_all_of_its_time():
    flared = [*HOT, (9, 1.0), (8, 1.0), (7, 1.0), (6, 1.0)]
    assert not fires(RELEASE, before(here=[21], lines=flared))
    calm = [*HOT, (9, 0.0), (8, 0.0), (7, 0.0)]
    assert fires(RELEASE, before(here=[21], lines=calm))


def busy(hot_for, calm_for, every=2):
    """A channel that was hot and then calm for so many seconds, with somebody speaking all along.

    The hot lines are forgotten; the last line is the message at hand.
    """
    record, end = ConversationRecord(), hot_for + calm_for
    for second in range(0, end + 1, every):
        at, hot = NOON - timedelta(seconds=end - second), second < hot_for
        line = Line(f"b{second}", "ab"[second // every % 2], "", at, 1.0 if hot else 0.0)
        record = hear(record, line)
    about = facts()
    return replace(
        about,
        message=replace(about.message, id=f"b{end}"),
        conversation=replace(record, fired={"r0": (NOON - timedelta(seconds=end - hot_for),)}),
    )


@pytest.mark.parametrize(
    ("calm_for", "released"), [(90, False), (600, False), (900, False), (3600, True)]
)
def test_heat_is_not_forgotten_with_the_lines_that_made_it(calm_for, released):
    assert fires(RELEASE, busy(hot_for=20, calm_for=calm_for)) is released


@pytest.mark.parametrize("wait", ["10m", "1d"])
def test_a_channel_that_was_always_calm_is_released(wait):
    release = {"then": ["escalate"], "release": {"heat": "< 0.4", "for": wait}}
    assert fires(release, busy(hot_for=0, calm_for=3600, every=60))


def test_a_message_of_the_same_second_is_heard_before_the_release():
    hot = before(here=[0], lines=[(0, 1.0)])
    for number in range(5):
        line = Line(f"x{number}", "ab"[number % 2], "", NOON, 1.0)
        hot = replace(hot, conversation=hear(hot.conversation, line))
    now = {"then": ["escalate"], "release": {"heat": "< 0.4"}}
    assert not fires(now, hot)


@pytest.mark.parametrize(
    ("release", "said"),
    [
        ({"insult": "< 0.4"}, "`insult` is about a message; a release looks at the conversation"),
        ({"for": "10m"}, "`release` is a condition on the conversation"),
        ({"seen": {"rule": "r0", "within": "1h"}}, "not at how often `r0` fired"),
        ({"heat": "< 0.4", "for": "2d"}, "`for` must be at most `1d`"),
        ({"heat": "< 0.4", "for": "soon"}, "`soon` is not a duration"),
    ],
)
def test_a_release_that_makes_no_sense_is_a_mistake(release, said):
    [line] = mistakes(yaml(document({"release": release})))
    assert said in line


def test_the_higher_priority_comes_first_and_may_stop_the_rest():
    rules = [{"then": ["nudge"]}, {"then": ["escalate"], "priority": 5, "stop": True}]
    assert verdict(rulebook(*rules), insult=0.8).rules == ("r1",)
    rules[1]["stop"] = False
    assert verdict(rulebook(*rules), insult=0.8).rules == ("r1", "r0")
    rules[1] |= {"stop": True, "when": {"threat": "likely"}}
    assert verdict(rulebook(*rules), insult=0.8, threat=0.1).rules == ("r0",)


def test_a_rule_in_shadow_stops_nothing():
    rules = [{"then": ["nudge"]}, {"priority": 5, "stop": True, "mode": "shadow"}]
    assert verdict(rulebook(*rules), insult=0.8).rules == ("r0",)


def test_what_cannot_be_decided_is_put_before_people_where_the_rule_says_so():
    book = rulebook({"unknown": "ask", "then": ["delete"]}, {"then": ["delete"]})
    found = verdict(book)
    assert (found.rules, found.unknown) == ((), ("r0", "r1"))
    assert found.actions == (Action("escalate", {"queue": "community", "priority": "normal"}),)
    assert verdict(rulebook({"then": ["delete"]})).actions == ()


def test_what_must_be_confirmed_waits_for_a_human():
    found = verdict(rulebook({"confirm": "human", "then": ["delete", "strike"]}), insult=0.8)
    assert [action.name for action in found.actions] == ["escalate"]
    assert (found.strikes, found.told) == ((), ())
    assert [action.name for action in found.proposed] == ["strike", "delete"]
    assert [one.policy for one in found.pending] == ["respect"]


def test_a_rule_may_count_another_that_fires_on_this_very_message():
    counts = {"when": {"seen": {"rule": "r1", "times": 2, "within": "1h"}}, "then": ["escalate"]}
    book = rulebook(counts, {"then": ["nudge"]})
    assert [rule.id for rule in book.rules] == ["r1", "r0"]
    once = facts()
    again = replace(once, member=MemberRecord(fired={"r1": (NOON - 30 * MINUTE,)}))
    late = replace(once, member=MemberRecord(fired={"r1": (NOON - 61 * MINUTE,)}))
    for about, fired in ((once, ("r1",)), (again, ("r1", "r0")), (late, ("r1",))):
        assert verdict(book, about=about, insult=0.8).rules == fired
