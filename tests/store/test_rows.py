"""Whatever the path makes comes back from the store as it was."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.model import (
    Action,
    Conversation,
    ConversationRecord,
    Effect,
    Facts,
    Line,
    Member,
    MemberRecord,
    Message,
    Person,
    Post,
    Reading,
    Reason,
    Strike,
    Verdict,
)
from bot.store import SqlStore, open_store
from bot.store.text import dumps, loads, storable
from tests.store.build import (
    NOON,
    ROOM,
    ask,
    facts,
    keep,
    message,
    offend,
    say,
    verdict,
)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
names = words.filter(bool)
tuples = st.lists(words, max_size=3).map(tuple)
fractions = st.floats(0, 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
times = st.builds(
    lambda seconds, hours: (
        NOON.astimezone(timezone(timedelta(hours=hours))) + timedelta(seconds=seconds)
    ),
    st.floats(-1e9, 1e9),
    st.integers(-12, 14),
)
plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | numbers | words
json = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=4,
)
options = st.dictionaries(words, json, max_size=3)
scores = st.dictionaries(words, fractions, max_size=4)
actions = st.builds(Action, words, options)
strikes = st.builds(Strike, words, numbers, times, numbers)
reasons = st.builds(Reason, words, words, st.none() | st.booleans() | numbers | words, words, words)
verdicts = st.builds(
    Verdict,
    tuples,
    tuples,
    tuples,
    st.lists(actions.filter(lambda each: each.name != "escalate"), max_size=2).map(tuple),
    st.lists(strikes, max_size=2, unique_by=lambda each: each.policy).map(tuple),
    st.lists(reasons, max_size=2).map(tuple),
    tuples,
    tuples,
    st.lists(actions, max_size=2).map(tuple),
    st.lists(strikes, max_size=2).map(tuple),
    words,
    tuples,
    tuples,
)
maybe = st.none() | fractions
lines = st.builds(Line, words, words, words, times, maybe, st.none() | words, maybe)
posts = st.builds(Post, times, words, words)
counts = st.integers(0, 2**31 - 1)
members = st.builds(
    Member,
    names,
    names,
    names,
    words,
    tuples,
    st.none() | times,
    st.none() | words,
    st.none() | times,
)
messages = st.builds(
    lambda author, place, name, slowmode, **rest: Message(
        author=author,
        conversation=Conversation(author.platform, author.community, place, name, slowmode),
        **rest,
    ),
    author=members,
    place=names,
    name=words,
    slowmode=counts,
    id=names,
    text=words,
    sent_at=times,
    reply_to=st.none() | words,
    mentions=tuples,
    edited=st.booleans(),
)
fired = st.dictionaries(words, st.lists(times, max_size=3).map(tuple), max_size=3)
records = st.builds(
    MemberRecord,
    st.none() | times,
    counts,
    st.none() | words,
    st.lists(posts, max_size=4).map(tuple),
    fired=fired,
)
places = st.builds(
    ConversationRecord, numbers, st.none() | times, st.lists(lines, max_size=5).map(tuple), fired
)
all_facts = st.builds(
    lambda said, lang, marks, record, place: Facts(
        said, Reading(said.text, said.text), marks, lang, record, place
    ),
    messages,
    st.none() | words,
    scores,
    records,
    places,
)
people = st.lists(st.builds(Person, words, words, words), unique_by=lambda one: one.id).map(tuple)
effects = st.builds(
    Effect,
    key=words,
    case_id=st.just(0),
    action=actions,
    message=messages,
    at=times,
    due_at=times,
    policies=tuples,
    undo=st.booleans(),
    by=words,
    lang=st.none() | words,
    detail=words,
)


TABLES = (
    "rule_hits",
    "hits",
    "strikes",
    "effects",
    "cases",
    "messages",
    "members",
    "conversations",
)


class Memory:
    """A store that outlives an example, and is emptied before the next."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.runner = runner
        self.store: SqlStore = runner.run(open_store("sqlite:///:memory:"))

    def run(self, work):
        async def fresh():
            for table in TABLES:
                await ask(self.store, f"DELETE FROM {table}")
            return await work(self.store)

        return self.runner.run(fresh())


@pytest.fixture(scope="module")
def memory() -> Iterator[Memory]:
    with asyncio.Runner() as runner:
        opened = Memory(runner)
        yield opened
        runner.run(opened.store.close())


examples = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@examples
@given(found=all_facts)
def test_a_message_and_both_records_come_back_as_they_were(memory, found):
    said = found.message

    async def work(store):
        await keep(store, found)
        async with store.turn(said) as turn:
            return turn.known, turn.member, turn.conversation

    known, member, conversation = memory.run(work)
    assert known == said
    assert known.author.roles == said.author.roles
    assert known.author.joined_at == said.author.joined_at
    assert known.author.created_at == said.author.created_at
    assert known.conversation.slowmode == said.conversation.slowmode
    assert (member, conversation) == (found.member, found.conversation)


@examples
@given(found=all_facts, ruled=verdicts, parts=people)
def test_a_case_comes_back_as_it_was(memory, found, ruled, parts):
    async def work(store):
        async with store.turn(found.message) as turn:
            await turn.remember(found)
            case = await turn.file(found, ruled, parts)
        async with store.turn(replace(found.message, id=f"after {found.message.id}")) as turn:
            struck = turn.member.strikes
        return case, await store.case(case.id), struck

    case, whole, struck = memory.run(work)
    (hit,) = whole.hits
    assert (hit.message, hit.verdict, hit.scores) == (found.message, ruled, found.scores)
    assert [type(each.value) for each in hit.verdict.reasons] == [
        type(each.value) for each in ruled.reasons
    ]
    assert replace(whole, hits=()) == case
    assert sorted(struck, key=repr) == sorted(map(in_utc, ruled.strikes), key=repr)


@examples
@given(wanted=effects)
def test_an_effect_comes_back_as_it_was(memory, wanted):
    async def work(store):
        case = await offend(store, message())
        mine = replace(wanted, case_id=case.id)
        async with store.turn(mine.message) as turn:
            await turn.remember(facts(mine.message))
            await turn.intend([mine])
        return mine, await store.due(mine.due_at)

    mine, due = memory.run(work)
    assert due == (mine,)


def in_utc(struck):
    return replace(struck, at=struck.at.astimezone(UTC))


@given(st.text())
def test_text_is_kept_unless_no_database_could_hold_it(text):
    kept = storable(text)
    assert storable(kept) == kept
    assert "\0" not in kept
    assert len(kept.encode()) > 0 or not text
    if "\0" not in text and text.isprintable():
        assert kept == text


@given(st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_json_can_be_written_and_read(value):
    assert loads(dumps(loads(dumps(value)))) == loads(dumps(value))


async def test_what_no_database_can_hold_is_replaced_everywhere(store):
    odd, kept = "a\0b\ud83d", "a\ufffdb\ufffd"
    said = message(odd, text=odd, reply_to=odd, mentions=(odd,))
    record = ConversationRecord(0.5, NOON, (Line(odd, odd, odd, NOON, None),))
    await say(store, said, conversation=record, scores={odd: 0.5})
    async with store.turn(said) as turn:
        assert (turn.known.id, turn.known.text, turn.known.reply_to) == (kept, kept, kept)
        (line,) = turn.conversation.lines
    assert line.name in {odd, kept, "a\0b\ufffd"}
    case = await offend(store, said, verdict(rules=(odd,)))
    assert len((await store.case(case.id)).hits) == 1


async def test_halves_of_one_letter_are_put_together(store):
    await say(store, message(text="\ud83d\ude00"))
    (line,) = await store.transcript(ROOM, NOON, NOON)
    assert line.message.text == "😀"


async def test_a_number_that_is_none_is_unknown(store):
    record = ConversationRecord(0.5, NOON, (Line("m1", "u1", "Mia", NOON, float("nan")),))
    await say(store, message(), conversation=record)
    async with store.turn(message()) as turn:
        assert turn.conversation.lines[0].hostility is None


async def test_options_may_be_any_mapping(store):
    action = Action("mute", MappingProxyType({"deep": MappingProxyType({"seconds": 60})}))
    case = await offend(store, message(), verdict(actions=[action]))
    (hit,) = (await store.case(case.id)).hits
    assert hit.verdict.actions == (Action("mute", {"deep": {"seconds": 60}}),)


async def test_times_are_kept_in_utc_and_come_back_aware(store):
    east = timezone(timedelta(hours=5, minutes=30))
    at = datetime(2026, 5, 1, 17, 30, 0, 123456, tzinfo=east)
    await say(store, message(sent_at=at))
    async with store.turn(message()) as turn:
        assert turn.known.sent_at == at
        assert turn.known.sent_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store):
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StoreError, match="a time without a zone: 2026-05-01"):
        await say(store, message(), conversation=ConversationRecord(0.5, naive))
