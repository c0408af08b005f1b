"""CORRECTIONS as an operator meets it: in force from the start, or one clear line."""

import asyncio
import json

import pytest

from bot.corrections import shifted
from bot.scorers import load
from bot.store import open_store
from tests.command import bot, complaint
from tests.store.build import message, say


@pytest.fixture(scope="module")
def model():
    scorer = load("onnx", threads=1)
    asyncio.run(scorer.close())
    return scorer.name


def corrections(tmp_path, model):
    path = tmp_path / "corrections.json"
    place = {"platform": "sandbox", "community": "hearth", "label": "insult"}
    row = {**place, "shift": -1.5, "upheld": 8, "dismissed": 30}
    path.write_text(json.dumps({"version": 1, "model": model, "corrections": [row]}))
    return path


async def test_a_stored_message_is_explained_by_its_corrected_scores(tmp_path, model):
    address = f"sqlite:///{tmp_path}/hearth.db"
    store = await open_store(address)
    await say(store, message("m1"), scores={"insult": 0.9, "toxicity": 0.8})
    await store.close()
    given = {"DATABASE_URL": address, "CORRECTIONS": corrections(tmp_path, model)}
    args = ("rules", "explain", "--message", "m1", "--json")
    done = bot(*args, cwd=tmp_path, **{key: str(value) for key, value in given.items()})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["scores"] == {
        "insult": round(shifted(0.9, -1.5), 4),
        "toxicity": 0.8,
    }


def test_corrections_for_another_model_stop_a_start_and_are_shown_by_doctor(tmp_path, model):
    path = corrections(tmp_path, "another")
    (tmp_path / "chat.jsonl").write_text("")
    given = {"cwd": tmp_path, "CORRECTIONS": str(path)}
    said = f"CORRECTIONS: {path}: `model`: it corrects `another`, and the model here is `{model}`"
    assert complaint(bot("replay", "chat.jsonl", **given)).startswith(f"error: {said}")
    done = bot("doctor", "--json", DATABASE_URL=f"sqlite:///{tmp_path}/bot.db", **given)
    found = {one["what"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert not found["corrections"]["fine"]
    assert found["corrections"]["seen"].startswith(said)
