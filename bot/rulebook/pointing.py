"""A remark as a compiler shows it: the line it is about, and a caret under the place."""

import unicodedata
from collections.abc import Mapping

from bot.rulebook.mistakes import Remark

WIDEST = 96
"""Characters of a source line that are shown; the rest is cut away on both sides."""
INDENT = "    "


def pointed(remark: Remark, texts: Mapping[str, str]) -> str:
    """The remark, with its source line and a caret where the texts hold that line."""
    lines = texts.get(remark.place.file, "").splitlines()
    row, column = remark.place.line - 1, remark.place.column - 1
    if row >= len(lines) or not lines[row].strip():
        return str(remark)
    shown, before = _cut("".join(map(_plain, lines[row])), column)
    return f"{remark}\n{INDENT}{shown}\n{INDENT}{_blank(before)}^"


def _cut(line: str, column: int) -> tuple[str, str]:
    """The part of a line around a column, and what of it stands before that column."""
    start = max(0, min(column - WIDEST // 2, len(line) - WIDEST))
    part, before = line[start : start + WIDEST], line[start:column]
    if start == 0:
        bare = part.lstrip()
        return bare.rstrip(), before[len(part) - len(bare) :]
    return f"...{part[3:]}".rstrip(), before


def _plain(character: str) -> str:
    """Tabs, and what cannot be seen, as a blank."""
    return character if character.isprintable() else " "


def _blank(text: str) -> str:
    """As much space as a terminal gives these characters."""
    return "".join(" " * _width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
