"""The house is built alike everywhere, so that one example teaches all."""

import ast
import inspect
from pathlib import Path

import pytest

from bot import actions, signals
from bot.actions import ActionFile
from bot.options import ActionOptions
from bot.registry import modules
from bot.rulebook.conditions_in import KINDS

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "bot").rglob("*.py"))
SOURCES = [path for path in FILES if "versions" not in path.parts]
BLIND = [
    path
    for path in SOURCES
    if path.parent.name in {"bot", "cli", "console", "demo", "replay", "rulebook", "store"}
    and path.name != "notices.py"
]


def ids(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", modules(signals))
def test_a_signal_file_has_a_docstring_and_measures_under_its_own_name(name, facts):
    file = modules(signals)[name]
    assert file.__doc__
    assert file.KIND in KINDS
    assert list(inspect.signature(file.measure).parameters) == ["facts"]
    assert file.measure(facts("hello there")).name == name


@pytest.mark.parametrize("name", modules(actions))
def test_an_action_file_has_the_shape_of_its_shelf(name):
    assert modules(actions)[name].__doc__
    file = actions.shelf()[name]
    assert file.severity in range(5)
    assert file.needs <= {"alert", "delete", "notify", "restrict", "say", "slowmode"}
    assert set(modules(actions)) >= file.covers
    assert issubclass(file.options, ActionOptions)
    assert isinstance(file.rank(file.options()), float)
    assert file.filled_in | {file.short} <= {*file.options.model_fields, ""}
    assert file.lasts == (type(file).undo is not ActionFile.undo)
    assert file.told <= file.punishes


@pytest.mark.parametrize("path", BLIND, ids=ids)
def test_a_new_action_is_one_new_file(path):
    """No other file lists actions by name: whatever sets one apart stands in its own file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict):
            parts = node.keys if isinstance(node, ast.Dict) else node.elts
            words = {one.value for one in parts if isinstance(one, ast.Constant)}
            assert len(words & set(modules(actions))) < 2, f"line {node.lineno} lists {words}"


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_no_file_is_long(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_no_function_is_long(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 40, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", [p for p in SOURCES if p.parent.name == "signals"], ids=ids)
def test_a_signal_fits_on_a_page(path):
    assert len(path.read_text().splitlines()) <= 60
