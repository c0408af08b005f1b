"""`kill -9` at any moment: nothing is done twice, no case is lost, nothing is left hanging."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.model import Progress
from bot.store import open_store
from tests.crash import child

ROOT = Path(__file__).parents[2]
SPEAKING = {"notify", "say", "alert"}


def start(folder):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crash.child", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_to_the_end(folder):
    """Let the bot do all its work; the seconds that took it once it was ready."""
    process = start(folder)
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    began = time.monotonic()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out.split() == ["finished"]
    return time.monotonic() - began


def kill_after(folder, seconds):
    """Start the bot and kill it that long after it is ready; True when it was still at work."""
    process = start(folder)
    try:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait(timeout=10) == -signal.SIGKILL
    finally:
        process.communicate()


async def cases_of(folder):
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'bot.db'}")
    try:
        return [await store.case(case.id) for case in await store.cases(limit=1000)]
    finally:
        await store.close()


def did(folder):
    path = folder / "did.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def essence(cases):
    """What each case is about, whatever its number: messages, rules, wishes."""
    return {
        (
            case.conversation.id,
            tuple(hit.message.id for hit in case.hits),
            case.rules,
            tuple(sorted(effect.key.partition("/")[2] for effect in case.effects)),
        )
        for case in cases
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    return folder, run_to_the_end(folder)


def check_once(folder):
    spoken = [line for line in did(folder) if line["verb"] in SPEAKING]
    twice = [line for line, n in Counter(map(json.dumps, spoken)).items() if n > 1]
    assert not twice
    ends = Counter(
        (line["member"], line["until"]) for line in did(folder) if line["verb"] == "restrict"
    )
    members = Counter(member for member, _ in ends)
    assert max(members.values()) <= 2, "one end for each step of the ladder"


def check_accounted(cases, folder):
    effects = [effect for case in cases for effect in case.effects]
    left = [e.key for e in effects if e.progress in {Progress.STARTED, Progress.INTENDED}]
    assert not left
    assert all(effect.detail for effect in effects)
    said = {line["key"] for line in did(folder) if "key" in line}
    known = {e.key for e in effects if e.progress in {Progress.DONE, Progress.UNCONFIRMED}}
    assert said <= known, "nothing is said that is not on record"


async def one_trial(folder, undisturbed, chance):
    reference, seconds = undisturbed
    deaths = sum(
        kill_after(folder, chance.uniform(0, seconds)) for _ in range(chance.randint(1, 3))
    )
    run_to_the_end(folder)
    cases = await cases_of(folder)
    check_once(folder)
    check_accounted(cases, folder)
    assert essence(cases) == essence(await cases_of(reference))
    return deaths


async def trials(kills, tmp_path, undisturbed):
    """Go on until that many kills have hit a bot at work."""
    seed = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(10**6)))
    print(f"CRASH_SEED={seed}")
    chance, deaths = random.Random(seed), 0
    for number in range(kills * 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        deaths += await one_trial(folder, undisturbed, chance)
        if deaths >= kills:
            return
    raise AssertionError(f"only {deaths} of {kills} kills hit a bot at work")


async def test_the_undisturbed_run_does_everything_there_is_to_do(undisturbed):
    folder, _ = undisturbed
    cases = await cases_of(folder)
    assert len(cases) >= child.CONVERSATIONS
    verbs = {line["verb"] for line in did(folder)}
    assert verbs == {"alert", "delete", "notify", "restrict", "say", "slowmode"}
    check_once(folder)
    check_accounted(cases, folder)


async def test_ten_kills(tmp_path, undisturbed):
    await trials(10, tmp_path, undisturbed)


@pytest.mark.soak
async def test_two_hundred_kills(tmp_path, undisturbed):
    await trials(200, tmp_path, undisturbed)
