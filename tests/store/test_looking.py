"""Looking at a database says what a start would find, and leaves everything as it was."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import make_url

from bot.errors import StoreError
from bot.model import Action
from bot.store import open_store
from bot.store.looking import look
from bot.store.opening import database_at
from tests.conftest import fill
from tests.store.build import message, offend, verdict
from tests.store.conftest import SHARED
from tests.store.test_opening import folder, unprivileged  # noqa: F401 - a fixture

NEW = "nothing is there yet; it will be made at the first start"
shared = pytest.mark.parametrize("place", SHARED, indirect=True)
server_only = pytest.mark.parametrize("place", ["postgres"], indirect=True)


def contents(root):
    """Everything below a folder: names, bytes and times of change."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


async def refusal(url):
    with pytest.raises(StoreError) as caught:
        await look(url)
    text = str(caught.value)
    assert "\n" not in text
    return text


async def change(address, statement):
    store = await open_store(address)
    async with store.database.transaction() as run:
        await run(lambda conn: conn.exec_driver_sql(statement))
    await store.close()


@shared
async def test_where_nothing_is_nothing_is_made(empty):
    assert await look(empty) == NEW
    assert await look(empty) == NEW
    await (await open_store(empty)).close()
    assert await look(empty) == "open, 0 case(s) waiting for a manager"


@shared
async def test_cases_that_wait_are_counted_while_others_write(address):
    store = await open_store(address)
    asked = verdict(actions=[Action("escalate", {"queue": "community", "priority": "high"})])
    await offend(store, message(), asked)
    async with store.turn(message("m2")):
        assert await look(address) == "open, 1 case(s) waiting for a manager"
    await store.close()


@shared
async def test_tables_of_a_newer_program_are_named(address):
    await change(address, "UPDATE alembic_version SET version_num = '9999'")
    assert "at revision 9999, which this program does not know" in await refusal(address)


async def test_what_is_kept_in_memory_is_said_so():
    assert await look("sqlite:///:memory:") == "in memory: everything is forgotten at the end"


@pytest.mark.parametrize("kind", ["nothing", "ours", "empty", "foreign"])
async def test_a_look_leaves_a_file_as_it_is(tmp_path, kind):
    path = tmp_path / "deep" / "hearth.db"
    url = f"sqlite:///{path}"
    if kind != "nothing":
        path.parent.mkdir()
    if kind == "ours":
        await (await open_store(url)).close()
    elif kind == "empty":
        path.touch()
    elif kind == "foreign":
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE recipes (title TEXT)")
    before = contents(tmp_path)
    await look(url)
    assert contents(tmp_path) == before
    assert path.parent.exists() is (kind != "nothing")


async def test_a_damaged_file_is_said_and_left_alone(tmp_path):
    path = tmp_path / "hearth.db"
    path.write_bytes(b"this is no database" * 400)
    before = contents(tmp_path)
    assert (await refusal(f"sqlite:///{path}")).endswith(
        "the file is damaged or no database at all"
    )
    assert contents(tmp_path) == before


@pytest.mark.parametrize("made_before", [False, True])
async def test_a_folder_that_cannot_be_written_is_named(folder, made_before):  # noqa: F811
    url = f"sqlite:///{folder}/{'hearth.db' if made_before else 'deep/hearth.db'}"
    if made_before:
        await (await open_store(url)).close()
    folder.chmod(0o555)
    with unprivileged():
        assert await refusal(url) == (
            f"database {url}: {folder} cannot be written: permission denied"
        )


async def test_a_file_that_cannot_be_written_is_named(folder):  # noqa: F811
    url = f"sqlite:///{folder}/hearth.db"
    await (await open_store(url)).close()
    (folder / "hearth.db").chmod(0o444)
    folder.chmod(0o777)
    with unprivileged():
        assert await refusal(url) == f"database {url}: permission denied: {folder}/hearth.db"


async def test_a_full_disk_is_said(small_disk):
    disk = small_disk("1m")
    fill(disk)
    said = await refusal(f"sqlite:///{disk}/hearth.db")
    assert said.endswith("cannot be written: no space left on device")


@server_only
async def test_a_server_that_takes_no_writes_is_named(address, server):
    name = address.partition("?")[0].rpartition("/")[2]
    await server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert (await refusal(address)).endswith(": it takes no writes")


@server_only
async def test_a_user_who_may_make_no_tables_is_named(empty, server):
    database = database_at(empty)
    async with database.transaction() as run:
        await run(lambda conn: conn.exec_driver_sql("REVOKE CREATE ON SCHEMA public FROM public"))
    await database.close()
    await server.run("CREATE ROLE hearthkeeper_guest LOGIN PASSWORD 'guest'")
    try:
        guest = make_url(empty).set(username="hearthkeeper_guest", password="guest")
        said = await refusal(guest.render_as_string(hide_password=False))
        assert said.endswith(": its user may make no tables there")
    finally:
        await server.run("DROP ROLE hearthkeeper_guest")
