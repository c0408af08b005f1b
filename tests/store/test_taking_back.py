"""Whatever fires and whatever managers say: records and counts hold what stands, just once."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.context.fired import noted
from bot.errors import ReviewError
from bot.model.lifecycle import RuleCounts, RuleHit
from bot.store import open_store
from tests.store.build import BEN, MIA, NOON, OTHER_ROOM, ROOM, after, decision, facts, verdict
from tests.store.build import message as build

TABLES = (
    "rule_hits",
    "decisions",
    "hits",
    "strikes",
    "cases",
    "messages",
    "members",
    "conversations",
)
ROOMS = {"room": ROOM, "other": OTHER_ROOM}
AUTHORS = {"m1": MIA, "m2": BEN}
PLACES = [(room, id) for room in ROOMS for id in AUTHORS]

judged = st.tuples(
    st.just("judge"),
    st.sampled_from([*PLACES, ("room", "m1"), ("other", "m1")]),
    st.sampled_from([("rude",), ("rude",), ("rude", "late"), ()]),
    st.sampled_from([(), ("seen",)]),
    st.sampled_from(["v1", "v2"]),
    st.sampled_from([0, 0, 1, 5_000]),
)
decided = st.tuples(
    st.just("decide"),
    st.integers(0, 2),
    st.sampled_from(["dismiss", "dismiss", "undo", "undo", "uphold"]),
)
steps = st.lists(st.one_of(judged, decided), min_size=2, max_size=16)


@dataclass
class Model:
    """What must be so: each firing is held by the cases it led to, and goes with the last."""

    rows: dict = field(default_factory=dict)
    held: dict = field(default_factory=lambda: defaultdict(set))
    since: dict = field(default_factory=dict)
    said: dict = field(default_factory=lambda: defaultdict(list))

    def judge(self, place, hits, case, at):
        for hit in hits:
            firing = (*place, hit.rule)
            if not self.held[firing]:
                self.since[firing] = at
            self.held[firing].add(case)
            self.rows[*firing, case] = hit

    def decide(self, case, word):
        self.said[case].append(word)
        if word == "dismiss":
            for cases in self.held.values():
                cases.discard(case)

    def fired(self, *, room=None, author=None):
        found = defaultdict(list)
        for (where, id, rule), cases in self.held.items():
            if cases and room in {None, where} and author in {None, AUTHORS[id]}:
                found[rule].append(self.since[where, id, rule])
        return {rule: tuple(sorted(times)) for rule, times in found.items()}

    def before(self, place):
        return {rule for (*where, rule), cases in self.held.items() if cases and (*where,) == place}

    def counts(self):
        messages = {(room, id, hit) for (room, id, _, _), hit in self.rows.items()}
        hits = Counter(hit for _, _, hit in messages)
        live = {(case, hit) for (*_, case), hit in self.rows.items() if hit.mode != "shadow"}
        right = Counter(hit for case, hit in live if self.said[case][-1:] == ["uphold"])
        wrong = Counter(hit for case, hit in live if "dismiss" in self.said[case])
        return [
            RuleCounts(hit.rule, hit.version, hit.mode, hits[hit], right[hit], wrong[hit])
            for hit in sorted(hits, key=lambda hit: (hit.rule, hit.version, hit.mode))
        ]


async def judge(store, model, place, rules, shadow, version, at):
    room, id = place
    known = any((*where,) == place for (*where, _, _) in model.rows)
    said = build(
        id, at, conversation=ROOMS[room], author=AUTHORS[id], edited=known, text=f"{id} {at}"
    )
    modes = {**dict.fromkeys(rules, "live"), **dict.fromkeys(shadow, "shadow")}
    hits = [RuleHit(rule, version, mode) for rule, mode in modes.items()]
    case, ruled = None, verdict(rules=rules, shadow=shadow)
    async with store.turn(said) as turn:
        found = facts(said, turn.member, turn.conversation, fired=turn.fired)
        await turn.remember(noted(found, ruled))
        if rules:
            case = (await turn.file(found, ruled, ())).id
        await turn.count(said, hits)
    model.judge(place, hits, case, after(at))


async def decide(store, model, number, word, at):
    cases = sorted({case for (*_, case) in model.rows if case})
    if number < len(cases):
        case = cases[number]
        said = decision(word=word, round=len(model.said[case]), seconds=at)
        try:
            await store.decide(case, said)
        except ReviewError:
            return
        model.decide(case, word)


def empty(conn):
    for table in TABLES:
        conn.exec_driver_sql(f"DELETE FROM {table}")


async def check(store, model):
    for room, id in PLACES:
        said = build(id, 99_999, conversation=ROOMS[room], author=AUTHORS[id])
        async with store.turn(said) as turn:
            assert turn.member.fired == model.fired(author=AUTHORS[id])
            assert turn.conversation.fired == model.fired(room=room)
            assert turn.fired == model.before((room, id))
    assert list(await store.rule_counts(NOON)) == model.counts()


@pytest.fixture(scope="module", params=["memory", "postgres"])
def opened(request):
    """A store that outlives an example, and where it runs."""
    with asyncio.Runner() as runner:
        server = None if request.param == "memory" else request.getfixturevalue("server")
        name = server and runner.run(server.copy())
        store = runner.run(open_store(server.url(name) if server else "sqlite:///:memory:"))
        yield store, runner
        runner.run(store.close())
        if server:
            runner.run(server.drop(name))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps)
def test_records_and_counts_hold_what_stands(opened, steps):
    store, runner = opened

    async def work():
        async with store.database.transaction() as run:
            await run(empty)
        model, at = Model(), 0
        for kind, *given_ in steps:
            if kind == "judge":
                *what, wait = given_
                at += wait
                await judge(store, model, *what, at)
            else:
                await decide(store, model, *given_, at)
        await check(store, model)

    runner.run(work())
