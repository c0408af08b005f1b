import pytest

from bot.rulebook.mistakes import Remark
from bot.rulebook.pointing import pointed
from bot.rulebook.tree import Place


def shown(line, column):
    remark = Remark(Place("r.yaml", 2, column), "error", "wrong")
    return pointed(remark, {"r.yaml": f"first\n{line}\n"}).splitlines()


@pytest.mark.parametrize(
    ("line", "column", "under"),
    [
        ("when: {caps: 90}", 14, "90"),
        ("    - {text: идиот, caps: 90}", 27, "90"),
        ("\tcaps: 90", 8, "90"),
        ("x: " + "a" * 300 + " HERE " + "b" * 300, 305, "HERE"),
        ("x: " + "a" * 300 + " HERE", 305, "HERE"),
    ],
)
def test_the_caret_stands_under_the_place(line, column, under):
    said, source, caret = shown(line, column)
    assert said == f"r.yaml:2:{column}: error: wrong"
    assert source[caret.index("^") :].startswith(under)
    assert len(source) <= 100


def test_wide_characters_take_two_columns():
    _, source, caret = shown("漢字: x", 5)
    assert source.index("x") + 2 == caret.index("^")


def test_a_line_that_is_not_there_is_not_shown():
    remark = Remark(Place("other.yaml", 1, 1), "error", "wrong")
    assert pointed(remark, {}) == "other.yaml:1:1: error: wrong"
    assert shown("   ", 1) == ["r.yaml:2:1: error: wrong"]
