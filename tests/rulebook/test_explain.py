"""An explanation says what the judge says, and shows all that it looked at."""

from hypothesis import given

from bot.model import Facts
from bot.rulebook.conditions import leaves
from bot.rulebook.explain import explain, look
from bot.rulebook.judge import judge
from bot.rulebook.load import loads
from tests.rulebook.build import (
    THRESHOLDS,
    condition,
    document,
    facts,
    rulebook,
    seen,
    signals,
    strike,
    yaml,
)
from tests.rulebook.test_laws import conditions, ladders, memories, roles, values, written


def told(book, about: Facts | None = None, **found):
    return explain(book, about or facts(), signals(**found), THRESHOLDS)


@given(written, ladders(), values, memories, roles)
def test_it_never_says_otherwise_than_the_judge(data, steps, found, memory, held):
    book, about = rulebook(*data, ladders=steps), facts(strikes=memory, roles=held)
    verdict = judge(book, about, signals(**found), THRESHOLDS)
    explanation = told(book, about, **found)
    assert explanation.verdict == verdict
    assert [one.rule.id for one in explanation.rules] == [rule.id for rule in book.rules]
    for one in explanation.rules:
        fired = one.rule.id in (*verdict.rules, *verdict.shadow)
        assert one.fires is (None if one.rule.id in verdict.unknown else fired)
        assert (one.rise is not None) == (
            one.rule.id in verdict.rules
            and one.rule.mode == "live"
            and "strike" in [action.name for action in one.rule.then]
        )


@given(conditions, values)
def test_a_condition_is_shown_with_every_leaf_and_as_it_holds(when, found):
    asked, about = condition(when), seen(**found)
    looked = look(asked, about)
    assert looked.holds is asked.holds(about)
    assert list(looked.grounds) == [
        (leaf.ground(about), leaf.holds(about)) for leaf in leaves(asked)
    ]


def test_groups_keep_their_shape():
    asked = condition({"any": [{"not": {"reply": "true"}}, {"all": [{"caps": "> 0.5"}] * 2}]})
    looked = look(asked, seen(reply=True, caps=0.2))
    assert (looked.word, looked.holds) == ("any", False)
    denied, both = looked.parts
    assert (denied.word, denied.holds, denied.parts[0].holds) == ("not", False, True)
    assert (both.word, [part.word for part in both.parts]) == ("all", ["", ""])


def test_what_is_unknown_is_neither_yes_nor_no():
    [one] = told(rulebook({})).rules
    assert (one.fires, one.outcome, one.when.holds) == (None, "unknown", None)
    [(ground, holds)] = one.when.grounds
    assert (ground.value, ground.evidence, holds) == (None, "insult seen", None)


def test_a_guard_is_shown_whether_or_not_it_holds_the_rule_back():
    book = rulebook({"guard": {"reply": "true"}})
    [back] = told(book, insult=0.9, reply=True).rules
    assert (back.fires, back.guard.holds) == (False, True)
    assert "guard" in back.outcome
    [through] = told(book, insult=0.9, reply=False).rules
    assert (through.fires, through.guard.holds) == (True, False)
    assert told(rulebook({}), insult=0.9).rules[0].guard is None


def test_whom_a_rule_spares_is_told_and_its_condition_is_shown_all_the_same():
    [one] = told(rulebook({}), facts(roles=["moderator"]), insult=0.9).rules
    assert (one.fires, one.outcome, one.when.holds) == (False, "moderators are exempt", True)


def test_a_rule_that_is_changed_here_is_explained_as_it_is_here():
    change = {"where": {"channel": "general"}, "rules": {"r0": {"when": {"insult": ">= 0.99"}}}}
    [one] = told(rulebook({}, overrides=[change]), insult=0.9).rules
    assert one.fires is False
    assert str(one.tried.scope) == "channel general"
    assert next(one.when.grounds)[0].need == ">= 0.99"


def test_rules_behind_one_that_stops_are_explained_too():
    stopping = {"stop": "true", "when": {"caps": "> 0.5"}}
    first, behind = told(rulebook(stopping, {}), insult=0.9, caps=0.9).rules
    assert (first.fires, behind.fires) == (True, False)
    assert behind.outcome == "`r0` fires before it and stops the rest"
    assert behind.when.holds is True


def test_rules_behind_one_that_stops_know_which_fired_before_it():
    counting = {"seen": {"rule": "r0", "times": ">= 2", "within": "1h"}}
    book = rulebook({}, {"stop": "true"}, {"when": counting}, {"when": {"not": counting}})
    *_, behind, last = told(book, insult=0.9).rules
    for one in (behind, last):
        assert one.outcome == "`r1` fires before it and stops the rest"
    [(ground, _)] = behind.when.grounds
    assert "does not fire on this message" not in ground.evidence


def test_the_points_and_the_step_that_follow_are_told():
    steps = [{"at": 2, "do": ["warn"]}, {"at": 4, "do": [{"mute": "30m"}]}]
    book = rulebook(
        {}, {"then": ["nudge"]}, ladders={"default": {"half_life": "14d", "steps": steps}}
    )
    striking, nudging = told(book, facts(strikes=[strike()]), insult=0.9).rules
    assert nudging.rise is None
    rise = striking.rise
    assert (rise.ladder, rise.before, rise.after) == ("default", 2.0, 4.0)
    assert (rise.step.at, rise.step.do[0].name) == (4, "mute")
    [far] = told(rulebook({}), facts(strikes=[strike()] * 5), insult=0.9).rules
    assert (far.rise.after, far.rise.step) == (12.0, None)


def test_only_a_rule_that_acts_strikes():
    for mode in ({"mode": "shadow"}, {"mode": "suggest"}, {"confirm": "human"}):
        one, acting = told(rulebook(mode, {}), insult=0.9).rules
        assert (one.fires, one.rise) == (True, None)
        assert acting.rise is not None


def test_a_rule_can_be_asked_for_by_its_id():
    explanation = told(loads(yaml(document({"id": "one"}, {"id": "two"}))), insult=0.9)
    assert explanation.of("two").rule.id == "two"
