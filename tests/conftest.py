"""Plain builders, and disks that can be full; every test says only what it is about."""

import asyncio
import os
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.context.facts import gather
from bot.model import Conversation, ConversationRecord, Member, MemberRecord, Message
from bot.normalise import normalise
from bot.scorers import load

# how fast a machine is proves nothing
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GENERAL = Conversation("replay", "hearth", "general", "general")


def member(name="ann", **kw):
    return Member("replay", "hearth", name, name, **kw)


@pytest.fixture(scope="session")
def scorer():
    """The real model, loaded once; whoever breaks one loads their own."""
    found = load("onnx", threads=2)
    yield found
    asyncio.run(found.close())


@pytest.fixture
def message():
    def make(text="hello", *, id="m1", at=NOON, author="ann", where=GENERAL, roles=(), **kw):
        author = member(author, roles=roles, lang=kw.pop("lang", None))
        return normalise(Message(id, where, author, text, at, **kw))

    return make


@pytest.fixture
def facts(message):
    def make(text="hello", *, scores=None, lang=None, record=None, conversation=None, **kw):
        return gather(
            message(text, **kw),
            scores or {},
            lang,
            record or MemberRecord(),
            conversation or ConversationRecord(),
        )

    return make


@pytest.fixture
def small_disk():
    """Makes disks of a given size; they lie where no other run of pytest comes to clear away."""
    with ExitStack() as disks:
        yield lambda size, *options: disks.enter_context(_mounted(f"size={size}", *options))


@contextmanager
def _mounted(*options):
    folder = Path(tempfile.mkdtemp(prefix="hk-"))
    mount = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder]
    mounted = subprocess.run(mount, capture_output=True).returncode == 0
    try:
        if not mounted:
            pytest.skip("a small disk needs the right to mount a tmpfs")
        yield folder
    finally:
        for _ in range(50 if mounted else 0):
            if subprocess.run(["umount", folder], capture_output=True).returncode == 0:
                break
            time.sleep(0.1)
        folder.rmdir()


def fill(disk):
    """Leave no byte free; the answer is what to remove to have room again."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while file.write(b"x" * 512):
            pass
    return ballast


@pytest.fixture
def locked(tmp_path, request):
    """A folder in which this user cannot write: by its mode, or for root by a read-only mount."""
    if os.geteuid() == 0:
        return request.getfixturevalue("small_disk")("1m", "ro")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    return folder
