"""Effects: intended once, begun once, finished once."""

from dataclasses import replace

import pytest

from bot.errors import StoreError
from bot.model import Action, Outcome, Progress
from tests.store.build import (
    BEN,
    NOON,
    OTHER_ROOM,
    after,
    ask,
    effect,
    facts,
    message,
    offend,
    say,
)

DONE = Outcome(Progress.DONE, "muted until 12:10")


async def keys_of(found):
    return [each.key for each in await found]


async def test_effects_come_back_whole(store):
    said = message(reply_to="m0", mentions=("u2",))
    case = await offend(store, said)
    wanted = effect(
        "k",
        case,
        said,
        due=30,
        action=Action("slowmode", {"seconds": 20, "for": 600, "deep": [1, None, {"a": True}]}),
        policies=("respect", "calm"),
        undo=True,
        by="Ana",
        lang="pl",
        detail="why",
    )
    async with store.turn(said) as turn:
        assert await turn.intend([wanted]) == (wanted,)
    assert await store.due(after(30)) == (wanted,)


async def test_what_was_written_down_before_is_not_written_again(store):
    said = message()
    case = await offend(store, said, keys=["a", "c"])
    wanted = [effect(key, case, said, lang="el") for key in ("d", "c", "b", "d")]
    async with store.turn(said) as turn:
        new = await turn.intend(wanted)
    assert [each.key for each in new] == ["d", "b"]
    assert [each.lang for each in (await store.case(case.id)).effects] == [None, None, "el", "el"]


async def test_an_effect_is_begun_by_one(store):
    await offend(store, message(), keys=["k"])
    assert await store.begin("k", after(1))
    assert not await store.begin("k", after(2))
    assert not await store.begin("unheard of", after(2))


async def test_an_effect_that_is_over_is_not_begun_again(store):
    await offend(store, message(), keys=["k"])
    await store.finish("k", Outcome(Progress.CANCELLED, "undone before it was due"), after(1))
    assert not await store.begin("k", after(2))
    assert await store.due(after(60)) == ()


async def test_an_outcome_is_kept_and_never_changed(store):
    case = await offend(store, message(), keys=["k"])
    await store.begin("k", after(1))
    await store.finish("k", DONE, after(2))
    await store.finish("k", Outcome(Progress.FAILED, "too late"), after(3))
    (kept,) = (await store.case(case.id)).effects
    assert (kept.progress, kept.detail) == (Progress.DONE, "muted until 12:10")
    assert await ask(store, "SELECT count(*) FROM events WHERE kind = 'done'") == [(1,)]
    assert await ask(store, "SELECT count(*) FROM events WHERE kind = 'failed'") == [(0,)]


async def test_a_certain_outcome_takes_the_place_of_an_unconfirmed_one(store):
    case = await offend(store, message(), keys=["k"])
    await store.begin("k", after(1))
    await store.finish("k", Outcome(Progress.UNCONFIRMED, "cut off"), after(2))
    await store.finish("k", DONE, after(3))
    (kept,) = (await store.case(case.id)).effects
    assert kept.progress is Progress.DONE


async def test_effects_fall_due_oldest_first_then_as_intended(store):
    said = message()
    case = await offend(store, said)
    wanted = [
        effect("late", case, said, due=90),
        effect("z", case, said, due=30),
        effect("a", case, said, due=30),
        effect("early", case, said, due=10),
    ]
    async with store.turn(said) as turn:
        await turn.intend(wanted)
    assert await keys_of(store.due(after(9.999999))) == []
    assert await keys_of(store.due(after(30))) == ["early", "z", "a"]
    assert await store.next_due() == after(10)
    await store.begin("early", after(10))
    assert await store.next_due() == after(30)
    assert await keys_of(store.due(after(90))) == ["z", "a", "late"]


async def test_a_turn_sees_what_still_waits_in_its_conversation(store):
    said, elsewhere = message(), message(conversation=OTHER_ROOM)
    case = await offend(store, said)
    slow = {"action": Action("slowmode", {"seconds": 0})}
    await say(store, elsewhere)
    async with store.turn(said) as turn:
        await turn.intend(
            [
                effect("later", case, said, due=90, **slow),
                effect("sooner", case, said, due=60, **slow),
                effect("over", case, said, due=30, **slow),
                effect("another", case, said, due=60),
                effect("far", case, elsewhere, due=60, **slow),
            ]
        )
    await store.begin("over", after(30))
    async with store.turn(message("m2")) as turn:
        assert await keys_of(turn.waiting("slowmode")) == ["sooner", "later"]
        assert await keys_of(turn.waiting("warn")) == []


async def test_an_effect_that_is_put_off_falls_due_again(store):
    case = await offend(store, message(), keys=["k"])
    await store.postpone("k", after(30), "not begun")
    assert await store.next_due() == NOON
    await store.begin("k", after(1))
    await store.postpone("k", after(60), "server away")
    assert await store.interrupted() == ()
    assert await keys_of(store.due(after(59))) == []
    (due,) = await store.due(after(60))
    assert (due.detail, due.progress) == ("server away", Progress.INTENDED)
    assert await store.begin("k", after(60))
    await store.finish("k", DONE, after(61))
    await store.postpone("k", after(90), "too late")
    assert (await store.case(case.id)).effects[0].progress is Progress.DONE


async def test_each_process_is_given_what_it_can_act_on(store):
    far = replace(message(), conversation=replace(OTHER_ROOM, platform="far"))
    far = replace(far, author=replace(BEN, platform="far"))
    await offend(store, message(), keys=["near", "near begun"])
    await offend(store, far, keys=["far", "far begun"])
    await store.begin("near begun", after(1))
    await store.begin("far begun", after(1))
    assert await keys_of(store.due(NOON, ["far"])) == ["far"]
    assert await keys_of(store.due(NOON, ["far", "sandbox"])) == ["near", "far"]
    assert await keys_of(store.interrupted(["sandbox"])) == ["near begun"]
    assert await keys_of(store.interrupted()) == ["near begun", "far begun"]


async def test_nothing_falls_due_in_an_empty_store(store):
    assert await store.next_due() is None
    assert await store.due(NOON) == ()
    assert await store.interrupted() == ()


async def test_what_was_begun_and_not_finished_was_interrupted(store):
    case = await offend(store, message(), keys=["a", "b", "c"])
    await store.begin("c", after(1))
    await store.begin("a", after(2))
    await store.begin("b", after(3))
    await store.finish("b", DONE, after(4))
    found = await store.interrupted()
    assert [each.key for each in found] == ["c", "a"]
    assert found[0] == replace(effect("c", case, message()), progress=Progress.STARTED)


async def test_an_effect_carries_the_words_as_last_edited(store):
    await offend(store, message(text="first"), keys=["k"])
    await say(store, message(seconds=5, text="second", edited=True))
    (due,) = await store.due(NOON)
    assert due.message == message(text="second", edited=True)


@pytest.mark.parametrize("erased", ["UPDATE messages SET text = ''", "DELETE FROM messages"])
async def test_an_effect_outlives_the_words_it_was_for(store, erased):
    said = message(author=BEN)
    await say(store, said)
    case = await offend(store, message("m2"))
    async with store.turn(said) as turn:
        await turn.intend([effect("k", case, said)])
    await ask(store, f"{erased} WHERE id = 'm1'")
    (due,) = await store.due(NOON)
    assert due == replace(effect("k", case, said), message=replace(said, text=""))


async def test_an_effect_needs_a_case(store):
    said = message()
    case = replace(await offend(store, said), id=99)

    async def intend():
        async with store.turn(said) as turn:
            await turn.remember(facts(said))
            await turn.intend([effect("k", case, said)])

    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        await intend()
    assert await store.due(NOON) == ()
