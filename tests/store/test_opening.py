"""Opening a store: what is made, and what is said when it cannot be."""

import asyncio
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from bot.errors import StoreError
from bot.store import open_store
from tests.conftest import fill
from tests.store.build import message, say

NOBODY = 65534


async def refusal(url: str) -> str:
    """The one line that says why there is no store at this address."""
    with pytest.raises(StoreError) as caught:
        await open_store(url)
    text = str(caught.value)
    assert "\n" not in text
    return text


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may write everywhere, so it steps down for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may look into."""
    made = Path(tempfile.mkdtemp(prefix="hk-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


async def test_a_missing_folder_is_made(tmp_path):
    path = tmp_path / "a" / "b" / "hearth.db"
    await (await open_store(f"sqlite:///{path}")).close()
    assert path.is_file()


async def test_the_name_of_the_driver_may_be_given(tmp_path):
    path = tmp_path / "hearth.db"
    await (await open_store(f"sqlite+aiosqlite:///{path}")).close()
    assert path.is_file()


async def test_what_was_kept_is_there_after_closing_and_opening(tmp_path):
    url = f"sqlite:///{tmp_path}/hearth.db"
    store = await open_store(url)
    await say(store, message())
    await store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["hearth.db"]
    store = await open_store(url)
    async with store.turn(message()) as turn:
        assert turn.known == message()
    await store.close()


async def test_a_closed_store_says_so(address):
    store = await open_store(address)
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="it is closed"):
        await say(store, message())
    with pytest.raises(StoreError, match="it is closed"):
        await store.next_due()


@pytest.mark.parametrize("url", ["", "hearth.db", "postgresql://me:secret@host:port/name"])
async def test_an_address_that_is_none_is_refused_unseen(url):
    assert await refusal(url) == (
        "database: this is no address; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )


@pytest.mark.parametrize("kind", ["mysql", "postgresql+psycopg2", "oracle"])
async def test_a_kind_of_database_that_we_do_not_know_is_named(kind):
    text = await refusal(f"{kind}://me:secret@host/name")
    assert text.startswith(f"database: `{kind}` is no kind that we know; write sqlite:///FILE")
    assert "secret" not in text


async def test_a_damaged_file_is_named_and_left_alone(tmp_path):
    path = tmp_path / "hearth.db"
    path.write_bytes(b"this is no database" * 400)
    before = path.read_bytes()
    text = await refusal(f"sqlite:///{path}")
    assert text == f"database sqlite:///{path}: the file is damaged or no database at all"
    assert path.read_bytes() == before


async def test_a_folder_is_no_file(tmp_path):
    text = await refusal(f"sqlite:///{tmp_path}")
    assert text == f"database sqlite:///{tmp_path}: the file cannot be opened or made"


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    text = await refusal(f"sqlite:///{tmp_path}/file/deeper/hearth.db")
    assert text.startswith(f"database sqlite:///{tmp_path}/file/deeper/hearth.db: ")
    assert text.endswith(f"not a directory: {tmp_path}/file/deeper")


async def test_a_folder_that_cannot_be_written_is_refused(folder):
    folder.chmod(0o555)
    with unprivileged():
        text = await refusal(f"sqlite:///{folder}/hearth.db")
    assert text == f"database sqlite:///{folder}/hearth.db: the file cannot be opened or made"


async def test_a_file_that_cannot_be_written_is_refused_at_the_start(folder):
    url = f"sqlite:///{folder}/hearth.db"
    await (await open_store(url)).close()
    folder.chmod(0o555)
    with unprivileged():
        text = await refusal(url)
    assert text == f"database {url}: the file or its folder cannot be written"


@pytest.mark.parametrize("made_before", [False, True])
async def test_a_full_disk_is_refused_at_the_start(small_disk, made_before):
    disk = small_disk("1m")
    url = f"sqlite:///{disk}/hearth.db"
    if made_before:
        await (await open_store(url)).close()
    ballast = fill(disk)
    assert await refusal(url) in {
        f"database {url}: the disk is full",
        f"database {url}: disk I/O error",
    }
    ballast.unlink()
    await (await open_store(url)).close()


async def test_a_file_on_a_full_disk_is_let_go_of_at_once(small_disk):
    disk = small_disk("1m")
    fill(disk)
    gc.disable()
    try:
        await refusal(f"sqlite:///{disk}/hearth.db")
        held = [file.path for file in psutil.Process().open_files()]
    finally:
        gc.enable()
    assert str(disk / "hearth.db") not in held


async def test_a_disk_that_fills_up_stops_the_store_until_there_is_room_again(small_disk):
    disk = small_disk("1m")
    store = await open_store(f"sqlite:///{disk}/hearth.db")
    await say(store, message())
    ballast = fill(disk)
    with pytest.raises(StoreError, match="the disk is full"):
        for number in range(1000):
            await say(store, message(f"full{number}", text="x" * 4000))
    async with store.turn(message()) as turn:
        assert turn.known is not None
    ballast.unlink()
    await say(store, message("m2"))
    async with store.turn(message("m2")) as turn:
        assert turn.known is not None
    await store.close()


async def test_a_file_that_may_not_grow_takes_nothing_of_the_turn_that_found_out(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path}/hearth.db")
    await say(store, message())
    await _pragma(store, "max_page_count = 1")
    with pytest.raises(StoreError, match="the disk is full"):
        await say(store, message("m2", text="x" * 100_000))
    async with store.turn(message("m2")) as turn:
        assert turn.known is None
    await _pragma(store, "max_page_count = 1000000")
    await say(store, message("m2"))
    async with store.turn(message("m2")) as turn:
        assert turn.known is not None
    await store.close()


async def _pragma(store, setting):
    async with store.database.transaction() as run:
        await run(lambda conn: conn.exec_driver_sql(f"PRAGMA {setting}").all())


async def test_another_program_that_holds_the_file_is_waited_for(tmp_path):
    url = f"sqlite:///{tmp_path}/hearth.db"
    first, second = await open_store(url), await open_store(url)
    async with first.turn(message()):
        waiting = asyncio.create_task(say(second, message("m2")))
        await asyncio.sleep(0.1)
        assert not waiting.done()
    await waiting
    await first.close()
    await second.close()


async def test_another_program_that_holds_the_file_for_too_long_is_said(tmp_path):
    url = f"sqlite:///{tmp_path}/hearth.db"
    first, second = await open_store(url), await open_store(f"{url}?timeout=0.05")
    async with first.turn(message()):
        with pytest.raises(StoreError, match="another process has held it for too long"):
            await say(second, message("m2"))
    await say(second, message("m2"))
    await first.close()
    await second.close()


async def test_no_server_is_said_without_the_password():
    url = "postgresql://me:secret@127.0.0.1:1/hearth?password=secret"
    text = await refusal(url)
    assert text == "database postgresql://me:***@127.0.0.1:1/hearth: no server answers there"


async def test_an_option_that_the_driver_does_not_know_is_said():
    text = await refusal("postgresql://me:secret@127.0.0.1:1/hearth?colour=red")
    assert "its address has an unknown option" in text
    assert "colour" in text
    assert "secret" not in text


async def test_a_database_that_the_server_does_not_have_is_said(server):
    text = await refusal(server.url("missing"))
    assert text.endswith('database "missing" does not exist')


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
async def test_a_server_that_takes_no_writes_is_refused_at_the_start(address, server):
    name = address.partition("?")[0].rpartition("/")[2]
    await server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "read-only transaction" in await refusal(address)


async def test_a_missing_driver_is_said_with_what_to_install():
    script = (
        "import asyncio, sys\n"
        "sys.modules['asyncpg'] = None  # as if it were not installed\n"
        "from bot.store import open_store\n"
        "from bot.errors import StoreError\n"
        "try:\n"
        "    asyncio.run(open_store('postgresql://me:secret@localhost/hearth'))\n"
        "except StoreError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "database postgresql://me:***@localhost/hearth: PostgreSQL needs one more package: "
        "pip install 'hearthkeeper[postgres]'\n"
    )
