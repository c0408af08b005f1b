"""How often rules fired, and what managers made of it."""

from bot.model.lifecycle import RuleCounts, RuleHit
from tests.store.build import (
    NOON,
    after,
    ask,
    decision,
    facts,
    message,
    offend,
    taking_back,
    verdict,
)

LIVE = RuleHit("insult", "v1", "live")
SHADOW = RuleHit("flood", "v1", "shadow")


async def fire(store, said, *hits):
    """A message on which these rules fire; the case they lead to, if any."""
    found, case = facts(said), None
    async with store.turn(said) as turn:
        await turn.remember(found)
        if any(hit.mode != "shadow" for hit in hits):
            case = await turn.file(found, verdict(), [])
        await turn.count(said, hits)
    return case


async def decided(store, number, *words):
    """A case of its own, on which managers say these words one after the other."""
    case = await fire(store, message(f"m{number}", number * 10_000), LIVE)
    for round_, word in enumerate(words):
        said = decision(word=word, round=round_, seconds=number * 10_000 + 1 + round_)
        await store.decide(case.id, said, taking_back())


async def test_hits_are_counted_by_rule_version_and_mode(store):
    await fire(store, message("m1"), LIVE, SHADOW)
    await fire(store, message("m2", 1), LIVE)
    await fire(store, message("m3", 2), RuleHit("insult", "v2", "live"))
    await fire(store, message("m4", 3), RuleHit("insult", "v1", "suggest"))
    assert await store.rule_counts(NOON) == (
        RuleCounts("flood", "v1", "shadow", 1),
        RuleCounts("insult", "v1", "live", 2),
        RuleCounts("insult", "v1", "suggest", 1),
        RuleCounts("insult", "v2", "live", 1),
    )


async def test_only_what_fired_since_then_is_counted(store):
    await fire(store, message("m1"), LIVE)
    await fire(store, message("m2", 10), LIVE)
    (counts,) = await store.rule_counts(after(10))
    assert counts.hits == 1
    assert await store.rule_counts(after(11)) == ()


async def test_a_decision_is_counted_once_a_case_however_many_messages_are_in_it(store):
    for number in range(3):
        case = await fire(store, message(f"m{number}", number), LIVE, SHADOW)
    await store.decide(case.id, decision(word="uphold"))
    flood, insult = await store.rule_counts(NOON)
    assert insult == RuleCounts("insult", "v1", "live", hits=3, upheld=1)
    assert flood == RuleCounts("flood", "v1", "shadow", hits=3)


async def test_what_was_dismissed_stays_dismissed_and_what_was_undone_is_undecided(store):
    await decided(store, 1, "uphold")
    await decided(store, 2, "dismiss")
    await decided(store, 3, "dismiss", "undo")
    await decided(store, 4, "uphold", "undo")
    await decided(store, 5)
    await decided(store, 6, "undo", "dismiss")
    (counts,) = await store.rule_counts(NOON)
    assert (counts.hits, counts.upheld, counts.dismissed) == (6, 1, 3)


async def test_the_same_message_judged_again_is_no_second_hit(store):
    await fire(store, message("m1"), LIVE)
    await fire(store, message("m1", 5, text="worse", edited=True), RuleHit("insult", "v2", "live"))
    (counts,) = await store.rule_counts(NOON)
    assert counts == RuleCounts("insult", "v2", "live", 1)


async def test_a_dismissal_stays_counted_when_an_edit_fires_anew(store):
    case = await fire(store, message("m1"), LIVE, SHADOW)
    await store.decide(case.id, decision())
    await fire(store, message("m1", 90, edited=True), LIVE, SHADOW)
    assert await store.rule_counts(NOON) == (
        RuleCounts("flood", "v1", "shadow", hits=1),
        RuleCounts("insult", "v1", "live", hits=1, dismissed=1),
    )


async def test_what_was_upheld_stays_counted_when_an_edit_fires_in_another_version(store):
    case = await fire(store, message("m1"), LIVE)
    await store.decide(case.id, decision(word="uphold"))
    again = RuleHit("insult", "v2", "live")
    other = await fire(store, message("m1", 90, edited=True), again)
    await store.decide(other.id, decision())
    assert await store.rule_counts(NOON) == (
        RuleCounts("insult", "v1", "live", hits=1, upheld=1),
        RuleCounts("insult", "v2", "live", hits=1, dismissed=1),
    )


async def test_a_turn_knows_which_rules_fired_on_its_message_before(store):
    said = message("m1")
    await fire(store, said, LIVE, SHADOW)
    async with store.turn(said) as turn:
        assert turn.fired == {"insult", "flood"}
    async with store.turn(message("m2")) as turn:
        assert turn.fired == frozenset()


async def test_the_trail_tells_which_rulebook_and_versions_a_hit_came_from(store):
    await offend(store, message(), verdict(rulebook="0123456789ab", versions=("v1",)))
    (row,) = await ask(store, "SELECT detail FROM events WHERE kind = 'hit'")
    detail = str(row[0])
    assert "0123456789ab" in detail
    assert "v1" in detail
