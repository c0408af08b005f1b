"""A database of an earlier release is brought up to date in place, with all that is in it."""

import pytest
from alembic import command

from bot.model import ConversationRecord, MemberRecord
from bot.store import open_store
from bot.store.opening import database_at
from bot.store.schema import HEAD, _config
from tests.store.build import MIA, NOON, ask, facts, keep, message
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


@pytest.fixture
async def first(empty):
    """Where there is a database of the first release."""
    database = database_at(empty)

    def make(conn):
        command.upgrade(_config(conn), "0001")
        shown = NOON.strftime("%Y-%m-%d %H:%M:%S.%f")
        zone = "" if conn.dialect.name == "sqlite" else "+00"
        for statement in FIRST.split(";\n"):
            conn.exec_driver_sql(statement.replace(":noon", f"'{shown}{zone}'"))

    async with database.transaction() as run:
        await run(make)
    await database.close()
    return empty


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
