"""A database of an earlier release is brought up to date in place, with all that is in it."""

import json

import pytest
from alembic import command

from bot.model import ConversationRecord, MemberRecord
from bot.model.lifecycle import RuleCounts
from bot.store import open_store
from bot.store.opening import database_at
from bot.store.schema import HEAD, _config
from tests.store.build import MIA, NOON, after, ask, decision, facts, keep, message
from tests.store.conftest import SHARED

FIRST = """
INSERT INTO members VALUES
  ('sandbox', 'hearth', 'u1', 'Mia', 'pl', '["helpers"]', :noon, NULL, 7, '[]');
INSERT INTO conversations VALUES
  ('sandbox', 'hearth', 'room', 'The room', 0.5, :noon, '[]');
INSERT INTO messages VALUES
  ('sandbox', 'hearth', 'room', 'm1', 'u1', 'Mia', NULL, 'as it was', :noon, NULL, NULL,
   '[]', 0, 'pl', '{}');
INSERT INTO cases VALUES
  (1, 'sandbox', 'hearth', 'room', :noon, :noon, 'open', NULL, 'normal', '["insult"]',
   '["respect"]', '[]', NULL, NULL, NULL, 0);
INSERT INTO hits VALUES
  (1, 1, 'sandbox', 'hearth', 'room', 'm1', 'as it was', :noon, FALSE, '{}',
   '{"rules": ["insult"], "policies": ["respect"], "told": [], "actions": [], "strikes": [],
     "reasons": [], "shadow": [], "unknown": []}')
"""
"""What the first release wrote: a message that broke a rule."""


THIRD = """
INSERT INTO members VALUES
  ('sandbox', 'hearth', 'u1', 'Mia', 'pl', '["helpers"]', :noon, NULL, 7, '[]', :fired, NULL);
INSERT INTO conversations VALUES
  ('sandbox', 'hearth', 'room', 'The room', 0.5, :noon, '[]', :fired);
INSERT INTO messages VALUES
  ('sandbox', 'hearth', 'room', 'm1', 'u1', 'Mia', NULL, 'as it is', :noon, NULL, NULL,
   '[]', 0, 'pl', '{}');
INSERT INTO cases VALUES
  (1, 'sandbox', 'hearth', 'room', :noon, :noon, 'decided', NULL, 'normal', '["rude"]',
   '["respect"]', '[]', NULL, NULL, NULL, 1),
  (2, 'sandbox', 'hearth', 'room', :then, :late, 'open', NULL, 'normal', '["rude"]',
   '["respect"]', '[]', NULL, NULL, NULL, 0);
INSERT INTO decisions VALUES (1, 0, 'Ana', 'dismiss', '', :noon);
INSERT INTO hits VALUES
  (1, 1, 'sandbox', 'hearth', 'room', 'm1', 'a', :noon, FALSE, '{}', :verdict),
  (2, 2, 'sandbox', 'hearth', 'room', 'm1', 'b', :then, TRUE, '{}', :verdict),
  (3, 2, 'sandbox', 'hearth', 'room', 'm1', 'c', :late, TRUE, '{}', :verdict);
INSERT INTO rule_hits VALUES
  ('sandbox', 'hearth', 'room', 'm1', 'gone', 'v', 'live', :noon, 1),
  ('sandbox', 'hearth', 'room', 'm1', 'rude', 'v', 'live', :late, 2),
  ('sandbox', 'hearth', 'room', 'm1', 'seen', 'v', 'shadow', :late, NULL),
  ('sandbox', 'hearth', 'room', 'm1', 'calm', 'v', 'shadow', :last, NULL)
"""
"""What the third wrote: two edits of a dismissed message fired anew, another in shadow alone."""
VERDICT = {
    "rules": ["rude"],
    "shadow": ["seen"],
    **dict.fromkeys(("policies", "actions", "strikes", "reasons"), ()),
}
TIMES = {"noon": 0, "then": 10, "late": 20, "last": 30}
FIRED = {"rude": (after(10),), "seen": (after(10),), "calm": (after(30),)}


async def written(url, revision, statements):
    """A database as an earlier release left it."""
    database = database_at(url)
    fired = {rule: [each.isoformat() for each in times] for rule, times in FIRED.items()}

    def make(conn):
        nonlocal statements
        command.upgrade(_config(conn), revision)
        zone = "" if conn.dialect.name == "sqlite" else "+00"
        values = {name: f"{after(n):%Y-%m-%d %H:%M:%S.%f}{zone}" for name, n in TIMES.items()}
        values |= {"fired": json.dumps(fired), "verdict": json.dumps(VERDICT)}
        for name, value in values.items():
            statements = statements.replace(f":{name}", f"'{value}'")
        for statement in statements.split(";\n"):
            conn.exec_driver_sql(statement)

    async with database.transaction() as run:
        await run(make)
    await database.close()
    return url


@pytest.fixture
async def first(empty):
    """Where there is a database of the first release."""
    return await written(empty, "0001", FIRST)


@pytest.fixture
async def third(empty):
    """Where there is one that kept what fired by message alone."""
    return await written(empty, "0003", THIRD)


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_a_database_of_the_first_release_keeps_all_that_is_in_it(first):
    store = await open_store(first)
    assert await ask(store, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    async with store.turn(message()) as turn:
        assert turn.known.text == "as it was"
        assert turn.member == MemberRecord(NOON, 7, "pl")
        assert turn.conversation == ConversationRecord(0.5, NOON)
    (hit,) = (await store.case(1)).hits
    assert (hit.verdict.rules, hit.message.text) == (("insult",), "as it was")
    await store.close()


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_it_remembers_what_is_new_from_then_on(first):
    store = await open_store(first)
    fired = {"insult": (NOON,)}
    record, place = MemberRecord(NOON, 8, fired=fired), ConversationRecord(0.5, NOON, fired=fired)
    await keep(store, facts(message(), record, place))
    async with store.turn(message()) as turn:
        assert (turn.member, turn.conversation) == (record, place)
        assert turn.known.author.created_at == MIA.created_at
    await store.close()


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_what_fired_before_cases_were_told_apart_is_taken_back_with_its_case(third):
    store = await open_store(third)
    async with store.turn(message()) as turn:
        assert turn.fired == {"rude", "seen", "calm"}
    await store.decide(1, decision(word="undo", round=1))
    await store.decide(1, decision(round=2))
    async with store.turn(message()) as turn:
        assert (turn.member.fired, turn.conversation.fired) == (FIRED, FIRED)
    await store.decide(2, decision())
    async with store.turn(message()) as turn:
        left = {"calm": FIRED["calm"]}
        assert turn.fired == {"calm"}
        assert (turn.member.fired, turn.conversation.fired) == (left, left)
    assert await store.rule_counts(NOON) == (
        RuleCounts("calm", "v", "shadow", hits=1),
        RuleCounts("gone", "v", "live", hits=1, dismissed=1),
        RuleCounts("rude", "v", "live", hits=1, dismissed=1),
        RuleCounts("seen", "v", "shadow", hits=1),
    )
    await store.close()
