"""A card says in plain words what the file holds."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.console.case_view import view
from bot.console.titles import Titles
from bot.model import Action, Conversation, Hit, Person, Progress, Verdict
from tests.console.build import (
    GENERAL,
    HANA,
    JOSS,
    MATT,
    NOON,
    at,
    case,
    decided,
    effect,
    hit,
    reason,
    said,
)

WAITS = Progress.INTENDED
NAMES = Titles({"personal-attack": "Personal attack"}, {"respect": "Be kind"})


def seen(made, transcript=(), now=NOON):
    return view(made, transcript, NAMES, now, UTC)


def person(name, role):
    return Person(name.lower(), name, role)


@pytest.mark.parametrize(
    ("people", "title", "summary"),
    [
        (
            [MATT, HANA],
            "Quarrel in #general",
            "Matt and Hana went at each other: 1 message against “Be kind”.",
        ),
        (
            [person("Ann", "side_a"), person("Ben", "side_a"), person("Cleo", "target")],
            "Personal attack in #general",
            "Ann and Ben attacked Cleo: 1 message against “Be kind”.",
        ),
        (
            [person("Zed", "troll"), person("Ann", "side_a")],
            "Trolling in #general",
            "Zed stirred up the conversation: 1 message against “Be kind”.",
        ),
        (
            [person("Ann", "side_a")],
            "Personal attack in #general",
            "Ann broke the rules: 1 message against “Be kind”.",
        ),
        (
            [],
            "Personal attack in #general",
            "Somebody broke the rules: 1 message against “Be kind”.",
        ),
    ],
)
def test_a_card_opens_with_who_did_what_to_whom(people, title, summary):
    made = case(
        people=tuple(people),
        rules=("personal-attack",),
        policies=("respect",),
        hits=(hit(said(1, MATT)),),
    )
    assert (seen(made).title, seen(made).summary) == (title, summary)


def test_a_conversation_without_a_name_goes_by_its_id():
    nameless = Conversation("sandbox", "hearth", "42")
    assert seen(case(conversation=nameless, people=())).title == "Incident in #42"


def test_an_incident_that_lasted_says_how_long():
    made = case(last_at=NOON + timedelta(minutes=3), hits=(hit(said(1, MATT)),))
    assert seen(made).summary.endswith("1 message within 3 min.")


def test_parties_come_side_by_side_and_bystanders_apart():
    made = case(people=(JOSS, HANA, MATT))
    parties = [(who.name, part) for who, part in seen(made).parties]
    assert parties == [("Matt", "One side"), ("Hana", "Other side")]
    assert seen(made).nearby == (JOSS,)


def test_who_attacks_alone_is_no_side():
    made = case(people=(MATT, person("Hana", "target")))
    assert [part for _, part in seen(made).parties] == ["On the attack", "Under attack"]


def test_the_conversation_shows_context_hits_and_hostility_in_order():
    before, attack = said(1, HANA, "hi", 0), said(2, MATT, "you idiot", 10, reply_to="m1")
    scores = {"insult": 0.9, "directed": 0.9}
    made = case(hits=(hit(attack, scores=scores),))
    context = (
        hit(before, rules=(), scores={"insult": 0.0}),
        hit(attack, rules=(), scores=scores),
    )
    lines = [(one.text, one.broke, one.hostility) for one in seen(made, context).talk]
    assert lines == [("hi", (), 0.0), ("you idiot", ("Personal attack",), 0.9)]


def test_hostility_without_scores_is_unknown():
    (line,) = seen(case(), [Hit(said(1, MATT), Verdict(), {})]).talk
    assert line.hostility is None


@pytest.mark.parametrize(
    ("undone", "gone"),
    [((), True), ((Progress.DONE,), False), ((Progress.FAILED,), True)],
)
def test_a_removed_line_is_marked_until_it_is_given_back(undone, gone):
    message = said(1, MATT)
    back = [effect("delete", message, key="k/undo/0", undo=True, progress=one) for one in undone]
    made = case(hits=(hit(message),), effects=(effect("delete", message, key="k"), *back))
    assert seen(made).talk[0].removed is gone


def test_reasons_are_gathered_by_rule_with_their_range_and_every_need():
    hits = (
        hit(said(1, MATT), reason(value=0.81), reason(value=0.81, need=">= 0.5 (likely)")),
        hit(said(2, HANA), reason(value=0.97), reason("personal-attack", "strikes", 2.0, ">= 2")),
        hit(said(3, HANA), reason(signal="reply", value=True, need="true")),
    )
    (attack,) = seen(case(hits=hits)).why
    assert (attack.rule, attack.times) == ("Personal attack", 3)
    assert attack.signals == (
        ("insult", "0.81 to 0.97", "≥ 0.8, ≥ 0.5 (likely)"),
        ("strikes", "2.00", "≥ 2"),
        ("reply", "yes", "true"),
    )


def test_alike_effects_on_one_person_are_counted_together():
    effects = (
        effect("warn", said(1, MATT), detail="privately"),
        effect("warn", said(2, HANA), detail="privately"),
        effect("warn", said(3, MATT), detail="by letter"),
        effect("warn", said(4, MATT), progress=Progress.FAILED, detail="Matt has left"),
    )
    done = [
        (one.what, one.who, one.times, one.detail, one.tone)
        for one in seen(case(effects=effects)).done
    ]
    assert done == [
        ("Warned", "Matt", 2, "by letter", "good"),
        ("Warned", "Hana", 1, "privately", "good"),
        ("Warned", "Matt", 1, "Matt has left", "bad"),
    ]


def test_what_waits_for_its_time_says_so():
    end = effect("slowmode", said(1, MATT), key="k/then/slowmode", due=600, progress=WAITS)
    (one,) = seen(case(effects=(end,))).done
    assert (one.what, one.detail, one.who) == ("End of slow mode", "when its time comes", "")


@pytest.mark.parametrize(
    ("progress", "shown"),
    [
        (Progress.DONE, (True, "may write again", "good")),
        (Progress.INTENDED, (False, "being taken back", "")),
        (Progress.STARTED, (False, "being taken back", "")),
        (Progress.FAILED, (False, "could not be taken back: may write again", "bad")),
    ],
)
def test_what_was_taken_back_says_so_in_its_own_line(progress, shown):
    message = said(1, MATT)
    back = effect(
        "mute", message, key="k/undo/0", undo=True, progress=progress, detail="may write again"
    )
    (one,) = seen(case(effects=(effect("mute", message, key="k", detail="muted"), back))).done
    assert (one.taken_back, one.detail, one.tone) == shown


def test_a_claim_counts_until_its_lease_ends():
    made = case(state="claimed", claimed_by="Ines", claimed_until=at(600))
    held, lapsed = seen(made, now=at(599)), seen(made, now=at(601))
    assert (held.claimed_by, held.claimed_until, held.state) == ("Ines", "12:10", "In hand")
    assert (lapsed.claimed_by, lapsed.state) == (None, "Open")


@pytest.mark.parametrize(
    ("words", "state", "undone"),
    [
        (["uphold"], "Upheld", False),
        (["dismiss"], "Dismissed", True),
        (["uphold", "undo"], "Undone", True),
    ],
)
def test_the_last_decision_is_the_state(words, state, undone):
    decisions = tuple(decided(word, round=number) for number, word in enumerate(words))
    card = seen(case(state="decided", decisions=decisions))
    assert (card.state, card.decided, card.undone) == (state, True, undone)
    assert [one.by for one in card.decisions] == ["Ines"] * len(words)


def test_rules_and_policies_that_the_rulebook_lost_go_by_their_ids():
    made = case(rules=("old-rule",), policies=("old",), people=(), hits=(hit(said(1, MATT)),))
    assert seen(made).title == "Old rule in #general"
    assert "“Old”" in seen(made).summary


def test_a_new_action_needs_no_words_of_ours():
    card = seen(case(effects=(effect("applaud", said(1, MATT)),)))
    assert [(one.what, one.who) for one in card.done] == [("Applaud", "")]


def test_the_place_is_named():
    assert seen(case()).where == f"#{GENERAL.name}"


def test_what_is_proposed_is_named_once_in_order_of_severity():
    asked = (Action("mute", {"seconds": 600}), Action("warn"), Action("strike"))
    hits = tuple(
        replace(hit(said(n, MATT)), verdict=Verdict(rules=("r",), proposed=asked)) for n in (1, 2)
    )
    assert seen(case(hits=hits)).proposed == ("Strike", "Warned", "Muted 10 min")
    assert seen(case(hits=(hit(said(1, MATT)),))).proposed == ()


def test_what_is_proposed_says_for_how_long_to_the_second():
    """To members of one case it may be different things."""
    asked = [
        (MATT, Action("mute", {"seconds": 600})),
        (MATT, Action("mute", {"seconds": 5400})),
        (HANA, Action("mute", {"seconds": 3600})),
        (HANA, Action("slowmode", {"seconds": 20, "for": 900})),
    ]
    hits = tuple(
        replace(hit(said(number, who)), verdict=Verdict(rules=("r",), proposed=(action,)))
        for number, (who, action) in enumerate(asked)
    )
    expected = ("Slow mode 15 min", "Muted 1 h 30 min", "Muted 1 h")
    assert seen(case(hits=hits)).proposed == expected
