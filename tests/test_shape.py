"""The house is built alike everywhere, so that one example teaches all."""

import ast
import inspect
from pathlib import Path

import pytest

from bot import actions, signals
from bot.options import ActionOptions
from bot.registry import modules

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "bot").rglob("*.py"))
SOURCES = [path for path in FILES if "versions" not in path.parts]


def ids(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("name", modules(signals))
def test_a_signal_file_has_a_docstring_and_measures_under_its_own_name(name, facts):
    file = modules(signals)[name]
    assert file.__doc__
    assert file.KIND in {"score", "share", "count", "flag", "language", "text"}
    assert list(inspect.signature(file.measure).parameters) == ["facts"]
    assert file.measure(facts("hello there")).name == name


@pytest.mark.parametrize("name", modules(actions))
def test_an_action_file_has_the_shape_of_its_shelf(name):
    file = modules(actions)[name]
    assert file.__doc__
    assert file.SEVERITY in range(5)
    assert file.NEEDS <= {"alert", "delete", "notify", "restrict", "say", "slowmode"}
    assert file.TARGET in {"member", "conversation"}
    assert file.ONCE in {"message", "member", "case"}
    assert isinstance(file.REPEATABLE, bool)
    assert set(modules(actions)) >= file.COVERS
    assert issubclass(file.Options, ActionOptions)
    assert isinstance(file.rank(file.Options()), float)
    assert not file.SHORT or file.SHORT in file.Options.model_fields
    for verb in (file.apply, file.undo):
        assert inspect.iscoroutinefunction(verb)
        assert list(inspect.signature(verb).parameters) == ["effect", "platform", "notices", "now"]
    assert list(inspect.signature(file.complete).parameters) == ["options", "beside", "facts"]
    assert list(inspect.signature(file.follow).parameters) == ["effect"]


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
