"""A PostgreSQL server for the tests: the one of TEST_POSTGRES_URL, or a cluster of our own."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import URL, make_url

from bot.store import open_store

_numbers = count(1)


class Server:
    """Gives out fresh databases with all tables, copied from one that was migrated once."""

    def __init__(self, admin: URL) -> None:
        self.admin = admin
        self.template = f"hearthkeeper_template_{os.getpid()}"

    async def start(self) -> None:
        await self.empty(self.template)
        await (await open_store(self.url(self.template))).close()

    def url(self, name: str) -> str:
        return self.admin.set(database=name).render_as_string(hide_password=False)

    async def copy(self) -> str:
        name = f"hearthkeeper_test_{os.getpid()}_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    async def empty(self, name: str) -> None:
        await self.drop(name)
        await self.run(f"CREATE DATABASE {name} TEMPLATE template0")

    async def drop(self, name: str) -> None:
        await self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    async def run(self, statement: str) -> None:
        dsn = self.admin.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running() -> Iterator[Server]:
    given = os.environ.get("TEST_POSTGRES_URL")
    with _given(given) if given else _own() as url:
        found = Server(url)
        asyncio.run(found.start())
        try:
            yield found
        finally:
            asyncio.run(found.drop(found.template))


@contextmanager
def _given(url: str) -> Iterator[URL]:
    yield make_url(url).set(drivername="postgresql+asyncpg")


@contextmanager
def _own() -> Iterator[URL]:
    binaries = _binaries()
    if binaries is None:
        reason = "no PostgreSQL: set TEST_POSTGRES_URL or install its server"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="hk-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=200"
    data = folder / "data"
    try:
        _do(
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "keeper",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        _do(binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-o", settings, "-w", "start")
        yield URL.create(
            "postgresql+asyncpg", "keeper", database="postgres", query={"host": str(folder)}
        )
    finally:
        if (data / "postmaster.pid").exists():
            _do(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Debian keeps them beside the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def _do(*command: object) -> None:
    """PostgreSQL refuses to run as root."""
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*who, *map(str, command)], cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"{command[0]}: {done.stderr or done.stdout}")
