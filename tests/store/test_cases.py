"""Cases as an incident makes and grows them, and as managers see them."""

from dataclasses import replace

import pytest

from bot.errors import StoreError
from bot.model import Action, Decision, Hit, Person, Reason, Verdict
from tests.store.build import (
    BEN,
    MIA,
    NOON,
    OTHER_ROOM,
    ROOM,
    after,
    ask,
    decision,
    effect,
    facts,
    message,
    offend,
    say,
    strike,
    taking_back,
    verdict,
)

FULL = Verdict(
    rules=("insult", "caps"),
    policies=("respect",),
    actions=(Action("mute", {"seconds": 600}), Action("delete")),
    strikes=(strike(),),
    reasons=(
        Reason("insult", "insult", 0.9, ">= 0.8", "0.90"),
        Reason("insult", "directed", True, "true", "to Ben"),
        Reason("caps", "lang", "en", "en", "en"),
        Reason("caps", "caps", None, ">= 0.5", "unknown"),
        Reason("caps", "flood", 3.0, ">= 3", "3"),
    ),
    shadow=("flood",),
    unknown=("heat",),
)


def escalation(**options):
    return verdict(actions=[Action("escalate", options)])


async def test_the_first_hit_opens_a_case_when_it_was_sent(store):
    case = await offend(store, message(seconds=5), FULL, [Person("u1", "Mia", "troll")])
    assert (case.id, case.state, case.round) == (1, "open", 0)
    assert (case.opened_at, case.last_at) == (after(5), after(5))
    assert (case.queue, case.priority) == (None, "normal")
    assert (case.rules, case.policies) == (FULL.rules, FULL.policies)
    assert case.people == (Person("u1", "Mia", "troll"),)
    assert await store.cases() == (case,)


async def test_the_turn_knows_the_case_it_opened(store):
    async with store.turn(message()) as turn:
        await turn.remember(facts(message()))
        case = await turn.file(facts(message()), verdict(), ())
        assert turn.case == case


async def test_an_incident_is_one_case_and_each_of_its_hits_is_kept(store):
    first = await offend(store, message("m1", 10), verdict())
    second = await offend(store, message("m2", 20, author=BEN), FULL)
    assert first.id == second.id
    assert (second.opened_at, second.last_at) == (after(10), after(20))
    assert second.rules == ("insult", "caps")
    whole = await store.case(first.id)
    assert whole.hits == (
        Hit(message("m1", 10), verdict(), {"insult": 0.5}),
        Hit(message("m2", 20, author=BEN), FULL, {"insult": 0.5}),
    )


async def test_a_late_message_does_not_turn_the_clock_of_its_case_back(store):
    await offend(store, message("m1", 30))
    assert (await offend(store, message("m2", 10))).last_at == after(30)


async def test_another_conversation_is_another_case(store):
    await offend(store, message("m1"))
    case = await offend(store, message("m1", conversation=OTHER_ROOM))
    assert (case.id, case.conversation) == (2, OTHER_ROOM)


async def test_a_message_after_the_decision_opens_a_new_case(store):
    case = await offend(store, message("m1"))
    await store.decide(case.id, decision())
    assert (await offend(store, message("m2", 61))).id == case.id + 1


async def test_rules_and_policies_add_up_in_order_of_appearance(store):
    await offend(store, message("m1"), verdict(rules=("b", "a"), policies=("y",)))
    case = await offend(store, message("m2"), verdict(rules=("c", "a"), policies=("x", "y")))
    assert (case.rules, case.policies) == (("b", "a", "c"), ("y", "x"))


async def test_people_take_their_newest_part_and_nobody_is_forgotten(store):
    await offend(
        store, message("m1"), people=[Person("u1", "Mia", "side_a"), Person("u2", "Ben", "side_b")]
    )
    case = await offend(
        store, message("m2"), people=[Person("u3", "Eva", "target"), Person("u1", "Mia", "troll")]
    )
    assert case.people == (
        Person("u3", "Eva", "target"),
        Person("u1", "Mia", "troll"),
        Person("u2", "Ben", "side_b"),
    )
    assert (await store.case(case.id)).people == case.people


@pytest.mark.parametrize(
    ("asked", "priority"),
    [
        (["low"], "normal"),
        (["high"], "high"),
        (["high", "normal"], "high"),
        (["high", "urgent"], "urgent"),
        (["urgent", "low"], "urgent"),
    ],
)
async def test_priority_only_rises(store, asked, priority):
    for number, each in enumerate(asked):
        ruled = escalation(queue="support", priority=each)
        case = await offend(store, message(f"m{number}"), ruled)
    assert (case.queue, case.priority) == ("support", priority)
    assert await store.cases(escalated=True) == (case,)


@pytest.mark.parametrize(("later", "queue"), [("normal", "legal"), ("urgent", "community")])
async def test_a_case_stays_in_its_first_queue_unless_another_is_more_urgent(store, later, queue):
    await offend(store, message("m1"), escalation(queue="legal", priority="high"))
    case = await offend(store, message("m2"), escalation(queue="community", priority=later))
    assert case.queue == queue


async def test_an_escalation_without_options_asks_the_community_queue(store):
    case = await offend(store, message(), escalation())
    assert (case.queue, case.priority) == ("community", "normal")


async def test_a_hit_without_an_escalation_leaves_the_queue_as_it_is(store):
    await offend(store, message("m1"), escalation(queue="legal", priority="high"))
    case = await offend(store, message("m2"), verdict())
    assert (case.queue, case.priority) == ("legal", "high")


async def test_a_policy_strikes_once_a_message_however_often_it_is_judged(store):
    await offend(store, message(), verdict(strike("respect"), strike("calm")))
    worse = message(seconds=9, text="worse", edited=True)
    await offend(store, worse, verdict(strike("respect", 9, 5.0)))
    await offend(store, message("m2", 10), verdict(strike("respect", 10)))
    assert (await store.strikes(MIA, after(60))).strikes == (
        strike("respect"),
        strike("calm"),
        strike("respect", 10),
    )


async def test_an_edit_keeps_the_words_that_were_judged_before(store):
    case = await offend(store, message(text="first"))
    edited = message(seconds=9, text="second", edited=True)
    await offend(store, edited, FULL, scores={"insult": 0.9})
    await say(store, message(seconds=20, text="third", edited=True))
    assert (await store.case(case.id)).hits == (
        Hit(message(text="first"), verdict(strike()), {"insult": 0.5}),
        Hit(edited, FULL, {"insult": 0.9}),
    )


async def test_the_same_words_again_are_not_another_hit(store):
    case = await offend(store, message(), verdict(), scores={})
    await offend(store, message(), FULL)
    assert (await store.case(case.id)).hits == (Hit(message(), FULL, {"insult": 0.5}),)
    for _ in range(2):
        await offend(store, message(text="worse", edited=True))
    assert [hit.message.text for hit in (await store.case(case.id)).hits] == [
        "words of m1",
        "worse",
    ]


async def test_filing_and_intending_may_come_before_remembering(store):
    said = message()
    async with store.turn(said) as turn:
        case = await turn.file(facts(said), FULL, ())
        await turn.intend([effect("k", case, said)])
        await turn.remember(facts(said))
    assert [hit.message for hit in (await store.case(case.id)).hits] == [said]


async def test_a_hit_on_a_message_that_is_never_remembered_is_refused(store):
    async def file():
        async with store.turn(message()) as turn:
            await turn.file(facts(message()), verdict(), ())

    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        await file()
    assert await store.cases() == ()


async def test_a_case_shows_its_effects_and_decisions_in_order(store):
    said = message()
    case = await offend(store, said, keys=["z", "a"])
    undo = effect("a/undo", case, said, undo=True, by="Ana", due=60)
    await store.decide(case.id, decision(), taking_back(undo))
    await store.decide(case.id, decision("Eva", "undo", 1, 90))
    whole = await store.case(case.id)
    assert [each.key for each in whole.effects] == ["z", "a", "a/undo"]
    assert whole.effects[2] == undo
    assert whole.decisions == (
        Decision(0, "Ana", "dismiss", "seen", after(60)),
        Decision(1, "Eva", "undo", "seen", after(90)),
    )


async def test_there_is_no_case_without_a_number(store):
    assert await store.case(1) is None


async def test_cases_are_listed_newest_first_and_only_those_asked_for(store):
    first = await offend(store, message("m1"), escalation(queue="support"))
    second = await offend(store, message("m2", 3600))
    third = await offend(store, message("m3", 7200))
    await store.decide(third.id, decision())
    claimed = await store.claim(second.id, "Ana", NOON, after(600))

    def numbers(found):
        return [case.id for case in found]

    assert numbers(await store.cases()) == [3, 2, 1]
    assert numbers(await store.cases(limit=2)) == [3, 2]
    assert numbers(await store.cases(states=["open"])) == [first.id]
    assert numbers(await store.cases(states=["open", "claimed"])) == [2, 1]
    assert numbers(await store.cases(escalated=True)) == [first.id]
    assert numbers(await store.cases(escalated=True, states=["decided"])) == []
    (listed,) = await store.cases(states=["claimed"])
    assert listed == replace(claimed, hits=(), effects=(), decisions=())


async def test_a_transcript_is_what_was_said_there_then_oldest_first(store):
    for number in range(8, 13):
        await say(store, message(f"m{number}", number // 2), scores={"insult": number / 100})
    await say(store, message("m99", 5, conversation=OTHER_ROOM))
    said = await store.transcript(ROOM, after(4), after(5))
    assert [line.message.id for line in said] == ["m8", "m9", "m10", "m11"]
    assert said[0] == Hit(message("m8", 4), Verdict(), {"insult": 0.08})
    latest = await store.transcript(ROOM, NOON, after(60), limit=2)
    assert [line.message.id for line in latest] == ["m11", "m12"]


async def test_the_trail_tells_what_happened_without_words_or_names_of_members(store):
    case = await offend(store, message(text="dreadful"), FULL, keys=["k"])
    await store.begin("k", after(1))
    await store.claim(case.id, "Ana", after(2), after(600))
    await store.decide(case.id, decision(), taking_back())
    rows = await ask(store, "SELECT kind, actor, case_id FROM events ORDER BY id")
    assert [row.kind for row in rows] == [
        "opened",
        "hit",
        "struck",
        "intended",
        "started",
        "claimed",
        "decided",
        "unconfirmed",
        "lifted",
    ]
    assert {row.actor for row in rows[:5]} == {"hearthkeeper"}
    assert {row.actor for row in rows[5:]} == {"Ana"}
    assert {row.case_id for row in rows} == {case.id}
    everything = str(await ask(store, "SELECT * FROM events"))
    for private in ("dreadful", "Mia", "u1", "m1"):
        assert private not in everything
