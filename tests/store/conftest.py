"""One store for each database that we promise."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import SqlStore, open_store
from tests.store.postgres import Server, running

ALL = ["file", "memory", "postgres"]
SHARED = ["file", "postgres"]
"""Those that several processes can open."""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture(params=ALL)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Server:
    """Where to make a database; `parametrize` it indirectly with fewer kinds where need be."""
    if request.param == "postgres":
        found: Server = request.getfixturevalue("server")
        return found
    return "sqlite:///:memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/hearth.db"


@pytest.fixture
async def address(place: str | Server) -> AsyncIterator[str]:
    """Where a fresh database is."""
    if isinstance(place, str):
        yield place
        return
    name = await place.copy()
    yield place.url(name)
    await place.drop(name)


@pytest.fixture
async def empty(place: str | Server) -> AsyncIterator[str]:
    """Where there is a database without tables."""
    if isinstance(place, str):
        yield place
        return
    await place.empty("hearthkeeper_empty")
    yield place.url("hearthkeeper_empty")
    await place.drop("hearthkeeper_empty")


@pytest.fixture
async def store(address: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(address)
    yield opened
    await opened.close()
