"""What a backtest counts, and the form in which it tells."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backtest.report import report
from bot.backtest.run import as_if_live
from bot.store.history import Decided
from tests.backtest.build import Drawn, judged, said
from tests.rulebook.build import rulebook

HOT = {"insult": 0.8, "threat": 0.1}
BOTH = {"insult": 0.8, "threat": 0.8}
TWO = rulebook(
    {"when": {"insult": "likely"}, "then": ["strike", {"mute": "10m"}]},
    {"when": {"threat": "likely"}, "then": ["escalate"]},
)


async def told(*pasts, book=TWO, against=None, scorer=None, samples=20):
    found = await judged(*pasts, rulebook=book, against=against, scorer=scorer)
    return report(found, samples)


def by_id(told):
    return {rule["id"]: rule for rule in told["rules"]}


async def test_the_history_is_summed_up():
    whole = await told(
        said("1", at=60),
        said("2", at=0, author="ben", where="other"),
        said("3", at=90, scores={}),
    )
    assert whole["history"] == {
        "messages": 3,
        "unscored": 1,
        "members": 2,
        "conversations": 2,
        "from": "2026-01-01T12:00:00Z",
        "to": "2026-01-01T12:01:30Z",
    }


async def test_of_each_rule_the_hits_the_members_and_the_share():
    whole = await told(
        said("1", scores=HOT),
        said("2", scores=BOTH),
        said("3", scores=HOT, author="ben"),
        said("4"),
        said("5", scores={"threat": 0.1}),
    )
    insult, threat = whole["rulebook"]["rules"]
    assert (insult["id"], insult["hits"], insult["members"], insult["share"]) == ("r0", 3, 2, 0.6)
    assert (threat["id"], threat["hits"], threat["members"], threat["share"]) == ("r1", 1, 1, 0.2)
    assert (insult["undecided"], threat["undecided"]) == (1, 1)
    assert (whole["rulebook"]["hits"], whole["rulebook"]["members"]) == (3, 2)


async def test_actions_are_counted_with_those_they_would_be_done_to():
    whole = await told(
        said("1", scores=HOT), said("2", scores=BOTH, at=5), said("3", scores=HOT, author="ben")
    )
    assert whole["rulebook"]["actions"] == {
        "escalate": {"count": 1, "conversations": 1},
        "mute": {"count": 3, "members": 2},
        "strike": {"count": 3, "members": 2},
        "warn": {"count": 3, "members": 2},
    }
    threat = by_id(whole["rulebook"])["r1"]
    assert threat["actions"]["mute"] == {"count": 1, "members": 1}


async def test_ladders_are_climbed_with_the_strikes_of_the_backtest():
    book = rulebook(
        {"when": {"insult": "likely"}, "then": ["strike"]},
        ladders={
            "default": {
                "half_life": "14d",
                "steps": [{"at": 2, "do": ["nudge"]}, {"at": 4, "do": [{"mute": "1h"}]}],
            }
        },
    )
    first = said("1", scores=HOT)
    for days, nudges, mutes in ((0, 1, 1), (14, 2, 0)):
        whole = await told(first, said("2", scores=HOT, at=1 + days * 86400), book=book)
        done = {name: one["count"] for name, one in whole["rulebook"]["actions"].items()}
        assert (done["nudge"], done.get("mute", 0)) == (nudges, mutes)


async def test_the_end_of_a_slow_mode_is_no_action_of_its_own():
    book = rulebook({"when": {"insult": "likely"}, "then": [{"slowmode": {"for": "1m"}}]})
    whole = await told(said("1", scores=HOT), said("2", at=600), book=book)
    assert whole["rulebook"]["actions"] == {"slowmode": {"count": 1, "conversations": 1}}


async def test_pairs_of_rules_share_messages_those_that_share_most_first():
    book = rulebook(
        *({"when": {label: "likely"}, "then": ["escalate"]} for label in ("insult", "threat")),
        {"when": {"words": ">= 2"}, "then": ["escalate"], "mode": "shadow"},
    )
    whole = await told(
        said("1", "two words", scores=HOT),
        said("2", "two words", scores=BOTH),
        said("3", "one", scores=BOTH),
        said("4", "two words", scores=HOT),
        book=book,
    )
    assert whole["rulebook"]["overlap"] == [
        {"rules": ["r0", "r2"], "messages": 3},
        {"rules": ["r0", "r1"], "messages": 2},
        {"rules": ["r1", "r2"], "messages": 1},
    ]


async def test_a_case_counts_once_right_when_upheld_wrong_when_dismissed():
    whole = await told(
        said("1", scores=HOT, decided=Decided(1, True)),
        said("2", scores=HOT, decided=Decided(1, True)),
        said("3", scores=BOTH, decided=Decided(2, False)),
        said("4", scores=HOT, decided=Decided(3, True)),
        said("5", scores=HOT),
        said("6", decided=Decided(4, True)),
        said("7", decided=Decided(5, False)),
        said("8", decided=Decided(3, True)),
    )
    insult, threat = whole["rulebook"]["rules"]
    assert insult["precision"] == {
        "right": 2,
        "wrong": 1,
        "share": 0.6667,
        "low": 0.2077,
        "high": 0.9385,
    }
    assert (threat["precision"]["right"], threat["precision"]["wrong"]) == (0, 1)
    assert whole["rulebook"]["precision"] == insult["precision"]
    assert whole["rulebook"]["missed"] == 1


async def test_nothing_decided_is_no_precision():
    whole = await told(said("1", scores=HOT))
    nothing = {"right": 0, "wrong": 0, "share": None, "low": None, "high": None}
    assert by_id(whole["rulebook"])["r0"]["precision"] == nothing


async def test_samples_show_the_message_and_the_reasons_of_their_rule():
    whole = await told(said("1", "you there", scores=BOTH, author="ben"))
    (sample,) = by_id(whole["rulebook"])["r1"]["samples"]
    assert sample == {
        "id": "1",
        "at": "2026-01-01T12:00:00Z",
        "conversation": "general",
        "author": "ben",
        "text": "you there",
        "reasons": [
            {
                "rule": "r1",
                "signal": "threat",
                "value": 0.8,
                "need": ">= 0.7 (likely)",
                "evidence": "model says 0.80",
            }
        ],
    }


async def test_samples_of_a_rule_in_shadow_mode_have_reasons_too():
    book = rulebook({"when": {"insult": "likely"}, "then": ["strike"], "mode": "shadow"})
    whole = await told(said("1", scores=HOT), book=book)
    (rule,) = whole["rulebook"]["rules"]
    assert (rule["mode"], rule["hits"], rule["actions"]) == ("shadow", 1, {})
    assert [why["signal"] for why in rule["samples"][0]["reasons"]] == ["insult"]


@given(hits=st.integers(0, 90), samples=st.integers(0, 20))
async def test_samples_are_spread_over_all_hits(hits, samples):
    pasts = [said(str(n), scores=HOT, author=str(n)) for n in range(hits)]
    whole = await told(*pasts, samples=samples)
    shown = [int(one["id"]) for one in by_id(whole["rulebook"])["r0"]["samples"]]
    assert len(shown) == min(hits, samples)
    assert shown == sorted(set(shown))
    if samples > 1 and hits > samples:
        assert shown[-1] >= hits * (samples - 2) / samples


async def test_two_rulebooks_are_held_against_each_other():
    other = rulebook(
        {"when": {"insult": ">= 0.95"}, "then": ["strike", {"mute": "10m"}]},
        {"when": {"threat": "likely"}, "then": [{"escalate": {"priority": "high"}}]},
        {"when": {"words": ">= 3"}, "then": ["escalate"]},
    )
    whole = await told(
        said("1", scores=HOT), said("2", scores=BOTH), said("3", "one two three"), against=other
    )
    assert whole["rulebook"]["hash"] == TWO.digest
    assert whole["other"]["hash"] == other.digest
    assert by_id(whole["other"])["r0"]["hits"] == 0
    found = whole["differences"]
    assert (found["rules_gained"], found["rules_lost"]) == ({"r2": 1}, {"r0": 2})
    assert found["messages"] == 3
    assert [one["id"] for one in found["samples"]["lost"]["r0"]] == ["1", "2"]
    (gained,) = found["samples"]["gained"]["r2"]
    assert (gained["id"], gained["reasons"][0]["signal"]) == ("3", "words")


async def test_another_action_on_the_same_message_is_a_difference():
    longer = rulebook(
        {"when": {"insult": "likely"}, "then": ["strike", {"mute": "20m"}]},
        {"when": {"threat": "likely"}, "then": ["escalate"]},
    )
    found = (await told(said("1", scores=HOT), said("2"), against=longer))["differences"]
    assert found["messages"] == 1
    assert found["rules_gained"] == found["rules_lost"] == {}


async def test_a_rulebook_differs_from_itself_in_nothing():
    pasts = [said(str(n), scores=HOT if n % 2 else BOTH, at=n) for n in range(9)]
    whole = await told(*pasts, against=TWO)
    assert whole["differences"] == {
        "messages": 0,
        "rules_gained": {},
        "rules_lost": {},
        "samples": {"gained": {}, "lost": {}},
    }
    assert whole["rulebook"] == whole["other"]


async def test_what_has_no_score_is_unknown_unless_it_is_scored():
    book = rulebook({"when": {"any": [{"insult": ">= 0.01"}]}, "then": ["escalate"]})
    unscored = [said(str(n), f"text {n}", scores={}) for n in range(40)]
    whole = await told(*unscored, book=book)
    assert (whole["history"]["unscored"], whole["rulebook"]["hits"]) == (40, 0)
    assert whole["rulebook"]["rules"][0]["undecided"] == 40
    whole = await told(*unscored, book=book, scorer=Drawn())
    assert 0 < whole["history"]["unscored"] < 40  # this scorer does not know them all
    assert whole["rulebook"]["hits"] + whole["history"]["unscored"] == 40


async def test_stored_scores_are_not_scored_again():
    whole = await told(said("1", scores=HOT), said("2", "text 2", scores={}), scorer=Drawn())
    assert by_id(whole["rulebook"])["r0"]["samples"][0]["reasons"][0]["value"] == 0.8


async def test_whoever_was_seen_before_is_no_newcomer():
    book = rulebook({"when": {"newcomer": True}, "then": ["escalate"]})
    first = said("1")
    old = said("2", author="ben", first_seen=first.message.sent_at.replace(year=2025))
    whole = await told(first, old, book=book)
    assert [one["author"] for one in whole["rulebook"]["rules"][0]["samples"]] == ["ann"]


@pytest.mark.parametrize(
    ("mode", "before", "after"),
    [("shadow", {}, {"mute"}), ("suggest", {"escalate"}, {"mute"}), ("off", {}, {})],
)
async def test_as_if_live_every_rule_acts_that_is_not_off(mode, before, after):
    rule = {"when": {"insult": "likely"}, "then": [{"mute": "10m"}], "mode": mode}
    book = rulebook(rule, {"when": {"threat": "likely"}, "then": ["escalate"]})
    for one, wanted in ((book, before), (as_if_live(book), after)):
        whole = await told(said("1", scores=HOT), book=one)
        assert set(whole["rulebook"]["actions"]) - {"warn"} == set(wanted)


async def test_as_if_live_holds_for_overrides_too():
    override = {"where": {"channel": "general"}, "rules": {"r0": {"mode": "shadow"}}}
    book = rulebook({"when": {"insult": "likely"}, "then": [{"mute": "10m"}]}, overrides=[override])
    whole = await told(said("1", scores=HOT), book=book)
    assert whole["rulebook"]["actions"] == {}
    whole = await told(said("1", scores=HOT), book=as_if_live(book))
    assert "mute" in whole["rulebook"]["actions"]


async def test_an_empty_history_is_an_empty_report():
    whole = await told()
    assert whole["history"]["messages"] == 0
    assert whole["history"]["from"] is None
    assert whole["rulebook"]["share"] == 0
    assert json.loads(json.dumps(whole)) == whole


def test_a_rule_is_live_also_where_several_overrides_hold():
    quiet = {"rules": {"all": {"mode": "shadow"}}}
    book = rulebook(
        {"mode": "shadow"},
        overrides=[{"where": {"user": "x"}, **quiet}, {"where": {"channel": "y"}, **quiet}],
    )
    [rule] = as_if_live(book).rules
    assert {change["mode"] for change in rule.changes} == {"live"}
    assert {form.mode for form in rule.forms} == {"live"}


async def test_the_order_of_rules_is_no_difference():
    one = {"id": "one", "when": {"insult": "likely"}, "then": ["escalate"]}
    two = {"id": "two", "when": {"threat": "likely"}, "then": ["escalate"]}
    whole = await told(said("1", scores=BOTH), book=rulebook(one, two), against=rulebook(two, one))
    assert whole["differences"]["messages"] == 0
