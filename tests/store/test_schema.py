"""Tables: made, brought up to date, and the same as the code believes them to be."""

import asyncio
import sys
from subprocess import run

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import open_store
from bot.store.opening import database_at
from bot.store.schema import HEAD
from bot.store.tables import METADATA
from tests.store.build import ask, message, offend, say
from tests.store.conftest import SHARED


async def test_an_empty_database_gets_all_tables(empty):
    store = await open_store(empty)
    await offend(store, message(), keys=["k"])
    assert await ask(store, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    await store.close()


async def test_the_tables_are_what_the_code_believes(store):
    def differences(conn):
        return compare_metadata(MigrationContext.configure(conn), METADATA)

    async with store.database.transaction() as work:
        assert await work(differences) == []


async def test_references_and_unique_keys_are_what_the_code_believes(store):
    def found(conn):
        look = sa.inspect(conn)
        return {
            name: (
                {
                    (*key["constrained_columns"], key["referred_table"])
                    for key in look.get_foreign_keys(name)
                    if key["options"].get("initially") == "DEFERRED"
                },
                {tuple(key["column_names"]) for key in look.get_unique_constraints(name)},
                look.get_pk_constraint(name)["constrained_columns"],
            )
            for name in METADATA.tables
        }

    def believed(table):
        references = table.foreign_key_constraints
        unique = [each for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
        return (
            {(*key.column_keys, key.referred_table.name) for key in references},
            {tuple(key.columns.keys()) for key in unique},
            table.primary_key.columns.keys(),
        )

    async with store.database.transaction() as work:
        assert await work(found) == {
            name: believed(table) for name, table in METADATA.tables.items()
        }


def test_the_newest_migration_is_the_one_the_code_knows():
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_opening_again_changes_nothing(address):
    for _ in range(3):
        store = await open_store(address)
        await say(store, message())
        await store.close()
    store = await open_store(address)
    assert await ask(store, "SELECT text FROM messages") == [("words of m1",)]
    await store.close()


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_several_may_open_an_empty_database_at_once(empty):
    stores = await asyncio.gather(*(open_store(empty) for _ in range(4)))
    await asyncio.gather(*(say(each, message(f"m{n}")) for n, each in enumerate(stores)))
    assert await ask(stores[0], "SELECT count(*) FROM messages") == [(4,)]
    for each in stores:
        await each.close()


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_a_database_of_a_newer_program_is_refused_and_left_alone(address):
    store = await open_store(address)
    await say(store, message())
    await ask(store, "UPDATE alembic_version SET version_num = '9999'")
    name = store.database.name
    await store.close()
    with pytest.raises(StoreError) as caught:
        await open_store(address)
    assert str(caught.value) == (
        f"database {name}: its tables are at revision 9999, which this program does not know; "
        "use the newer Hearthkeeper that made them"
    )


@pytest.mark.parametrize("place", SHARED, indirect=True)
async def test_a_migration_that_fails_leaves_nothing(empty):
    """A table is in the way, so the migration fails in the middle."""
    await _bare(empty, "CREATE TABLE cases (mine INTEGER)")
    with pytest.raises(StoreError, match="cases"):
        await open_store(empty)
    await _bare(empty, "DROP TABLE cases")
    store = await open_store(empty)
    await say(store, message())
    await store.close()


async def _bare(url, statement):
    """Change a database that has no tables of ours."""
    database = database_at(url)
    async with database.transaction() as work:
        await work(lambda conn: conn.exec_driver_sql(statement).close())
    await database.close()


def test_a_database_that_is_up_to_date_is_opened_without_alembic(tmp_path):
    script = (
        "import asyncio, sys\n"
        "from bot.store import open_store\n"
        "async def main():\n"
        "    await (await open_store(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules)\n"
    )
    command = [sys.executable, "-c", script, f"sqlite:///{tmp_path}/hearth.db"]
    assert run(command, capture_output=True, text=True, check=True).stdout == "True\n"
    assert run(command, capture_output=True, text=True, check=True).stdout == "False\n"
