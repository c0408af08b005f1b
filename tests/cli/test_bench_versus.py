"""Scorers side by side: each alone in processes of its own, and what cannot run is told at once."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.bench import versus
from bot.bench.alone import warm_up
from bot.bench.load import spread, texts
from bot.errors import ConfigError
from tests.command import ROOT, bot, complaint, environment

SHORT = ("--json", "--messages", "50", "--seconds", "1", "--starts", "0")
WEIGHTS = ROOT / "bot" / "scorers" / "weights"


def python(code):
    """What this code prints, as numbers and words, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment()
    )
    return json.loads(done.stdout)


def keys(*names):
    each = {f"{cores}_core_messages_per_s" for cores in (1, 2)} | {"start_s", "memory_mb", "texts"}
    return {f"{name}_{key}" for name in names for key in each}


def test_another_scorer_is_measured_beside_ours(tmp_path):
    (tmp_path / "same-model").symlink_to(WEIGHTS)
    done = bot("bench", *SHORT, "--vs", "same-model", "--vs", "onnx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    numbers = json.loads(done.stdout)
    beside = {"times_same_model_1_core", "times_same_model_2_cores"}
    assert {key for key in numbers if key.startswith(("onnx", "same", "times"))} == (
        keys("onnx", "same_model") | beside
    )
    assert all(number > 0 for number in numbers.values())
    assert numbers["onnx_texts"] == numbers["same_model_texts"] == 50
    assert numbers["times_same_model_1_core"] == pytest.approx(
        numbers["onnx_1_core_messages_per_s"] / numbers["same_model_1_core_messages_per_s"], rel=0.1
    )


def test_alt_profanity_check_is_measured_where_its_package_is():
    pytest.importorskip("profanity_check")
    entrant = versus.entrant("alt-profanity-check", 30)
    assert entrant == versus.Entrant("alt_profanity_check", "alt-profanity-check", 30)
    found = versus.run(entrant.name, 2, 30)
    assert found["texts"] == 30
    assert min(found["messages_per_s"], found["start_s"], found["peak_memory_mb"]) > 0


@pytest.mark.skipif(find_spec("profanity_check") is not None, reason="the package is there")
def test_a_missing_package_is_named():
    said = complaint(bot("bench", "--vs", "alt-profanity-check"))
    assert "needs profanity_check: pip install alt-profanity-check" in said


@pytest.mark.skipif(find_spec("torch") is not None, reason="the package is there")
def test_the_extra_of_detoxify_is_named():
    assert "pip install 'hearthkeeper[detoxify]'" in complaint(bot("bench", "--vs", "detoxify"))


def test_a_misspelt_scorer_is_told_the_nearest_one():
    said = complaint(bot("bench", "--vs", "detoxfy"))
    assert "no scorer is called `detoxfy`; did you mean `detoxify`?" in said


def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot be measured: .*model\.json"):
        versus.entrant(str(tmp_path), 10)


def test_of_a_process_that_crashes_the_last_line_is_told():
    with pytest.raises(ConfigError, match=r"^onnx cannot be measured: ValueError: max_workers"):
        versus.run("onnx", -1, 1)


def test_little_comes_along_with_a_scorer():
    heavy = {"sqlalchemy", "httpx", "onnxruntime", "numpy", "tokenizers", "torch", "nicegui"}
    loaded = python("import bot.bench.alone, json, sys; print(json.dumps(list(sys.modules)))")
    assert heavy.isdisjoint(loaded)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_memory_is_that_of_the_process_alone():
    """`getrusage` would count the 400 MB of the process that starts it."""
    held = b"x" * 400_000_000
    before, after = python(
        "from bot.bench.alone import peak_memory_mb as peak\n"
        "before = peak(); held = b'x' * 100_000_000; print([before, peak()])"
    )
    assert before < len(held) / 1e6 / 2
    assert 90 < after - before < 200


@pytest.mark.parametrize("count", [20, 150, 2400])
def test_some_texts_are_as_long_as_all_are(count):
    found, every = spread(count), texts()
    assert len(set(found)) == count
    assert found == [text for text in every if text in set(found)]
    lengths = [sum(map(len, some)) / len(some) for some in (found, every)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.05)


def test_there_are_no_more_texts_than_all():
    assert spread(10**6) == list(texts())
    assert spread(0) == []


def test_what_warms_a_scorer_up_is_not_measured():
    assert warm_up()
    assert set(warm_up()).isdisjoint(texts())
