"""The shelf of scorers: by name, by folder, and only what is asked for is imported."""

import asyncio
import shutil
import subprocess
import sys
from importlib.resources import files

import pytest

from bot.errors import ConfigError, ScorerError
from bot.scorers import load


def test_a_scorer_is_loaded_by_name_or_by_folder(tmp_path):
    bundled = load("onnx", threads=1)
    shutil.copytree(str(files("bot.scorers") / "weights"), tmp_path / "mine")
    mine = load(str(tmp_path / "mine"), threads=1)
    assert mine.name == bundled.name
    assert mine.labels == bundled.labels
    also = load(f"onnx:{tmp_path}/mine", threads=1)
    assert also.name == bundled.name
    for scorer in (bundled, mine, also):
        asyncio.run(scorer.close())


def test_an_unknown_name_gets_the_nearest_one_and_the_list():
    with pytest.raises(
        ConfigError, match=r"`onxx`; did you mean `onnx`\? there are .*detoxify, onnx"
    ):
        load("onxx")
    with pytest.raises(ConfigError) as raised:
        load("zzz")
    assert "did you mean" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("detoxify:orginal", r"`orginal`; did you mean `original`\? there are multilingual, "),
        ("detoxify:spanish", "no variant `spanish`; there are multilingual, original, unbiased"),
        ("detoxify:mine.ckpt", "no checkpoint mine.ckpt"),
        ("mine.ckpt", "no checkpoint mine.ckpt"),
        ("detoxfy:original", "did you mean `detoxify`"),
    ],
)
def test_a_wrong_argument_is_named_also_without_the_extra(name, said):
    with pytest.raises(ConfigError, match=said):
        load(name)


@pytest.mark.parametrize("name", ["_once", "weights", ""])
def test_what_is_no_entry_of_the_shelf_is_no_scorer(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((ConfigError, ScorerError)):
        load(name)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ScorerError, match=r"model\.json cannot be used: No such file"):
        load(str(tmp_path))


def test_nothing_heavy_is_imported_before_it_is_asked_for():
    code = "import sys, bot.scorers; print({'numpy', 'onnxruntime', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_without_its_extra_the_heavy_model_says_what_to_install():
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "import bot.errors, bot.scorers\n"
        "try: bot.scorers.load('detoxify')\n"
        "except bot.errors.ScorerError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "the detoxify scorer needs torch: pip install 'hearthkeeper[detoxify]'\n"
    )
