"""Claims and decisions: one manager at a time, and everybody knows who."""

import pytest

from bot.errors import ReviewError, StoreError
from bot.model import Outcome, Progress
from tests.store.build import (
    MIA,
    NOON,
    after,
    ask,
    decision,
    effect,
    message,
    offend,
    strike,
    taking_back,
)

LEASE = 600


@pytest.fixture
async def case(store):
    return await offend(store, message())


async def claim(store, case, by, seconds=0):
    return await store.claim(case.id, by, after(seconds), after(seconds + LEASE))


async def test_a_claim_takes_the_case(store, case):
    claimed = await claim(store, case, "Ana")
    assert (claimed.state, claimed.claimed_by, claimed.claimed_until) == (
        "claimed",
        "Ana",
        after(LEASE),
    )
    assert claimed == await store.case(case.id)


async def test_a_claimed_case_is_refused_with_who_has_it_and_until_when(store, case):
    await claim(store, case, "Ana")
    with pytest.raises(ReviewError, match=r"^case 1 is claimed by Ana until 12:10 UTC$"):
        await claim(store, case, "Ben", 299)
    assert (await store.case(case.id)).claimed_by == "Ana"


async def test_the_holder_may_renew(store, case):
    await claim(store, case, "Ana")
    assert (await claim(store, case, "Ana", 299)).claimed_until == after(299 + LEASE)
    with pytest.raises(ReviewError, match="claimed by Ana"):
        await claim(store, case, "Ben", 310)


@pytest.mark.parametrize("seconds", [300, 600, 601, 9000])
async def test_others_may_take_over_after_half_of_the_lease(store, case, seconds):
    await claim(store, case, "Ana")
    assert (await claim(store, case, "Ben", seconds)).claimed_by == "Ben"


async def test_a_decided_case_cannot_be_claimed(store, case):
    await store.decide(case.id, decision())
    with pytest.raises(ReviewError, match=r"^case 1 was already decided by Ana: dismiss$"):
        await claim(store, case, "Ben", 60)


async def test_a_case_that_is_not_there_is_named(store):
    with pytest.raises(ReviewError, match=r"^there is no case 7$"):
        await store.claim(7, "Ana", NOON, after(LEASE))
    with pytest.raises(ReviewError, match=r"^there is no case 7$"):
        await store.decide(7, decision())


async def test_a_decision_closes_the_case_with_all_that_it_asks_for(store, case):
    await claim(store, case, "Ana")
    undo = effect("undo", case, message(), due=60, undo=True, by="Ana")
    decided = await store.decide(case.id, decision(), taking_back(undo))
    assert (decided.state, decided.round) == ("decided", 1)
    assert (decided.claimed_by, decided.claimed_until) == (None, None)
    assert decided.decisions == (decision(),)
    assert decided.effects == (undo,)
    assert decided == await store.case(case.id)
    assert (await store.strikes(MIA, after(60))).strikes == ()


async def test_what_was_still_to_be_done_is_given_up_with_the_decision(store):
    keys = ["waiting", "slow/then/slowmode", "on its way", "done", "back"]
    said = message()
    case = await offend(store, said, keys=keys[:4])
    async with store.turn(said) as turn:
        await turn.intend([effect("back", case, said, undo=True)])
    for key in ("on its way", "done"):
        await store.begin(key, after(1))
    await store.finish("done", Outcome(Progress.DONE, "muted"), after(2))
    seen = []

    def back(now, others):
        seen.extend(each.progress for each in now.effects)
        return []

    decided = await store.decide(case.id, decision(), back)
    assert [each.key for each in decided.effects] == keys
    assert seen == [
        Progress.CANCELLED,
        Progress.INTENDED,
        Progress.UNCONFIRMED,
        Progress.DONE,
        Progress.INTENDED,
    ]
    assert not await store.begin("waiting", after(90))


async def test_a_decision_that_takes_nothing_back_leaves_what_is_to_be_done(store):
    case = await offend(store, message(), keys=["k"])
    decided = await store.decide(case.id, decision(word="uphold"))
    assert decided.effects[0].progress is Progress.INTENDED


async def test_a_decision_that_cannot_be_worked_out_is_not_taken(store, case):
    def back(now, others):
        raise LookupError

    with pytest.raises(LookupError):
        await store.decide(case.id, decision(), back)
    assert (await store.case(case.id)).decisions == ()


async def test_strikes_stay_unless_they_are_lifted(store, case):
    await store.decide(case.id, decision(word="uphold"))
    assert (await store.strikes(MIA, after(60))).strikes == (strike(),)


async def test_only_the_strikes_of_the_case_are_lifted(store, case):
    await offend(store, message("m2", 3600))
    await store.decide(case.id, decision(), taking_back())
    assert len((await store.strikes(MIA, after(3600))).strikes) == 1


async def test_the_second_to_decide_is_told_who_was_first(store, case):
    await store.decide(case.id, decision())
    late = effect("late", case, message())
    with pytest.raises(ReviewError, match=r"^case 1 was already decided by Ana: dismiss$"):
        await store.decide(case.id, decision("Ben", "uphold"), taking_back(late))
    whole = await store.case(case.id)
    assert (whole.decisions, whole.effects) == ((decision(),), ())
    assert (await store.strikes(MIA, after(60))).strikes == (strike(),)


async def test_a_decided_case_is_decided_again_only_after_an_undo(store, case):
    await store.decide(case.id, decision(word="uphold"))
    with pytest.raises(ReviewError, match=r"^case 1 was already decided by Ana: uphold$"):
        await store.decide(case.id, decision("Ben", "dismiss", 1), taking_back())
    await store.decide(case.id, decision("Ben", "undo", 1), taking_back())
    with pytest.raises(ReviewError, match=r"^case 1 was already decided by Ben: undo$"):
        await store.decide(case.id, decision("Eva", "uphold", 2))
    again = await store.decide(case.id, decision("Eva", "dismiss", 2))
    assert (again.state, again.round) == ("decided", 3)
    assert [each.word for each in again.decisions] == ["uphold", "undo", "dismiss"]


async def test_two_undos_of_one_round_are_one(store, case):
    await store.decide(case.id, decision())
    await store.decide(case.id, decision("Ben", "undo", 1))
    with pytest.raises(ReviewError, match=r"^case 1 was already decided by Ben: undo$"):
        await store.decide(case.id, decision("Eva", "undo", 1))


async def test_a_round_that_has_not_come_is_refused(store, case):
    with pytest.raises(ReviewError, match=r"^case 1 is at round 0, not 2$"):
        await store.decide(case.id, decision(round=2))


async def test_nobody_decides_over_the_head_of_the_holder(store, case):
    await claim(store, case, "Ana")
    with pytest.raises(ReviewError, match=r"^case 1 is claimed by Ana until 12:10 UTC$"):
        await store.decide(case.id, decision("Ben", seconds=LEASE))
    assert (await store.case(case.id)).decisions == ()


@pytest.mark.parametrize(("by", "seconds"), [("Ana", 60), ("Ben", LEASE + 1)])
async def test_the_holder_decides_and_when_the_lease_is_over_anybody(store, case, by, seconds):
    await claim(store, case, "Ana")
    decided = await store.decide(case.id, decision(by, seconds=seconds))
    assert decided.decisions[0].by == by


async def test_the_trail_is_append_only(store, case):
    before = await ask(store, "SELECT * FROM events ORDER BY id")
    for statement in ("UPDATE events SET kind = 'x'", "DELETE FROM events"):
        with pytest.raises(StoreError, match="events are append-only"):
            await ask(store, statement)
    assert await ask(store, "SELECT * FROM events ORDER BY id") == before
