from datetime import timedelta

import pytest

from bot.model import Action, Verdict
from bot.rulebook.judge import judge, measure
from tests.conftest import NOON
from tests.rulebook.build import THRESHOLDS, facts, rulebook, signals, strike

ASK = Action("escalate", {"queue": "community", "priority": "normal"})


def verdict(book, *, about=None, **values):
    return judge(book, about or facts(), signals(**values), THRESHOLDS)


def names(found):
    return [action.name for action in found.actions]


def test_every_rule_that_fires_counts():
    book = rulebook(
        {"when": {"insult": "likely"}},
        {"when": {"threat": "likely"}},
        {"when": {"reply": True}, "policy": "calm", "then": ["nudge"]},
    )
    found = verdict(book, insult=0.8, reply=True, threat=0.1)
    assert found.rules == ("r0", "r2")
    assert found.policies == ("respect", "calm")
    assert found


def test_nothing_fires_on_a_quiet_message():
    assert verdict(rulebook({}), insult=0.1) == Verdict()


def test_an_unknown_signal_fires_nothing_and_is_told():
    found = verdict(rulebook({}, {"when": {"reply": True}, "then": ["nudge"]}), reply=False)
    assert not found
    assert found.unknown == ("r0",)


def test_a_guard_holds_a_rule_back_and_an_unknown_one_does_not():
    book = rulebook({"guard": {"newcomer": True}})
    assert not verdict(book, insult=0.8, newcomer=True)
    assert verdict(book, insult=0.8, newcomer=False)
    assert verdict(book, insult=0.8)
    assert verdict(book, newcomer=True).unknown == (), "it is held back whatever the score is"


def test_a_rule_in_shadow_is_only_listed():
    found = verdict(rulebook({"mode": "shadow"}), insult=0.8)
    assert found == Verdict(shadow=("r0",))


def test_a_rule_in_suggest_mode_asks_a_human_and_strikes_nobody():
    found = verdict(rulebook({"mode": "suggest", "then": ["delete", "strike"]}), insult=0.8)
    assert found.rules == ("r0",)
    assert found.actions == (ASK,)
    assert found.strikes == ()


def test_a_rule_in_suggest_mode_asks_in_its_own_queue():
    then = ["delete", {"escalate": {"queue": "legal", "priority": "urgent"}}]
    found = verdict(rulebook({"mode": "suggest", "then": then}), insult=0.8)
    assert found.actions == (Action("escalate", {"queue": "legal", "priority": "urgent"}),)


BILLING = {"escalate": {"queue": "billing", "priority": "low"}}


@pytest.mark.parametrize(
    "asks", [{"mode": "suggest"}, {"confirm": "human"}, {"unknown": "ask", "when": {"heat": "> 0"}}]
)
def test_a_rule_that_only_asks_leaves_a_call_to_the_department_that_another_names(asks):
    book = rulebook({"policy": "calm", "then": [BILLING]}, {"then": ["delete"], **asks})
    found = verdict(book, insult=0.8)
    assert found.actions == (Action("escalate", {"queue": "billing", "priority": "low"}),)
    assert verdict(rulebook({"then": ["delete"], **asks}), insult=0.8).actions == (ASK,)


def test_a_rule_that_only_asks_leaves_a_call_to_the_queue_of_a_ladder():
    ladder = {"half_life": "14d", "steps": [{"at": 2, "do": [BILLING]}]}
    asks = {"policy": "calm", "mode": "suggest", "then": ["delete"]}
    found = verdict(rulebook({}, asks, ladders={"default": ladder}), insult=0.8)
    assert [action.options["queue"] for action in found.actions if action.name == "escalate"] == [
        "billing"
    ]


def test_a_suggestion_is_put_before_people_and_not_before_the_member():
    suggests = {"policy": "calm", "mode": "suggest", "then": ["delete"]}
    found = verdict(rulebook({"then": ["nudge"]}, suggests), insult=0.8)
    assert (found.policies, found.told) == (("respect", "calm"), ("respect",))


def test_nobody_is_told_off_for_what_concerns_the_whole_conversation():
    heat = {"policy": "calm", "then": ["breathe", "escalate"]}
    found = verdict(rulebook({"then": ["delete"]}, heat), insult=0.8)
    assert (found.policies, found.told) == (("respect", "calm"), ("respect",))


def test_a_rule_takes_the_default_mode_unless_it_has_its_own():
    book = rulebook({}, {"mode": "live"}, defaults={"mode": "shadow"})
    found = verdict(book, insult=0.8)
    assert (found.rules, found.shadow) == (("r1",), ("r0",))


def test_staff_are_spared_by_punishing_rules_only():
    book = rulebook({}, {"then": ["nudge"]}, levels={"moderator": ["mods"]})
    for role, fired in (("Mods", ("r1",)), ("admin", ("r1",)), ("vip", ("r0", "r1"))):
        assert verdict(book, about=facts(roles=(role,)), insult=0.8).rules == fired


def test_a_rule_can_spare_others_or_nobody():
    book = rulebook(
        {"exempt": "nobody"},
        {"exempt": {"level": "> moderator"}},
        {"exempt": {"level": "moderator"}, "then": ["nudge"]},
    )
    assert verdict(book, about=facts(roles=("moderator",)), insult=0.8).rules == ("r0", "r1")
    assert verdict(book, about=facts(roles=("admin",)), insult=0.8).rules == ("r0",)


def test_the_file_can_spare_other_levels_by_default():
    book = rulebook({}, defaults={"exempt": {"level": "== admin"}})
    assert verdict(book, about=facts(roles=("moderator",)), insult=0.8).rules == ("r0",)
    assert verdict(book, about=facts(roles=("admin",)), insult=0.8).rules == ()


def test_two_rules_of_one_policy_strike_once():
    book = rulebook({}, {"when": {"threat": "likely"}}, {"policy": "calm"})
    found = verdict(book, insult=0.8, threat=0.8)
    assert [(one.policy, one.weight, one.at) for one in found.strikes] == [
        ("respect", 2, NOON),
        ("calm", 1, NOON),
    ]


def test_only_a_rule_that_says_so_strikes():
    assert verdict(rulebook({"then": ["delete"]}), insult=0.8).strikes == ()


def test_a_ladders_step_is_merged_with_the_rules_and_the_harsher_wins():
    steps = [{"at": 2, "do": ["nudge"]}, {"at": 4, "do": [{"mute": "1h"}, "warn"]}]
    book = rulebook(
        {"then": ["strike", {"mute": "10m"}]},
        ladders={"default": {"half_life": "14d", "steps": steps}},
    )
    about = facts(strikes=[strike(at=NOON - timedelta(hours=1))])
    found = verdict(book, about=about, insult=0.8)
    assert names(found) == ["strike", "warn", "mute"]
    assert found.actions[-1] == Action("mute", {"seconds": 3600})
    ladder = found.reasons[-1]
    assert (ladder.rule, ladder.signal, ladder.value) == ("r0", "strikes", 4.0)


def test_each_reason_names_its_rule_signal_value_need_and_evidence():
    found = verdict(
        rulebook({"when": {"all": [{"insult": "likely"}, {"reply": True}]}}),
        insult=0.8,
        reply=True,
    )
    assert [(r.rule, r.signal, r.value, r.need, r.evidence) for r in found.reasons[:2]] == [
        ("r0", "insult", 0.8, ">= 0.7 (likely)", "insult seen"),
        ("r0", "reply", True, "true", "reply seen"),
    ]


@pytest.mark.parametrize(
    ("ignore", "fires"),
    [(["quotes", "code"], False), (["code"], True), (["quotes"], False), ([], True)],
)
def test_quotes_are_searched_only_where_the_rulebook_does_not_ignore_them(ignore, fires):
    book = rulebook({"when": {"text": "idiot"}}, defaults={"ignore": ignore})
    found = verdict(book, about=facts(quotes=("you idiot",)), text="please do not say that")
    assert bool(found) is fires


def test_code_is_searched_only_where_the_rulebook_does_not_ignore_it():
    book = rulebook({"when": {"text": "idiot"}}, defaults={"ignore": ["quotes"]})
    assert verdict(book, about=facts(code=("idiot()",)), text="see this")


def test_every_signal_is_measured_under_its_name(facts):
    found = measure(facts("HELLO there", scores={"insult": 0.3}))
    assert all(name == signal.name for name, signal in found.items())
    assert found["insult"].value == 0.3
