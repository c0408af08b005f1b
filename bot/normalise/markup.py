"""Markdown: the signs for bold, italic, underlined, struck out, spoiler and headline."""

import re
from collections.abc import Iterator

from bot.normalise.traced import Traced

_SIGN = re.compile(r"(?<!\\)(?:\*+|_+|~~+|\|\|+)")
_KNOWN = frozenset(["*", "**", "***", "_", "__", "___", "~~", "||"])
_ALWAYS = frozenset(["~~", "||"])
"""Signs that nothing else is written with; stars and lines also mask letters or join words."""

_HEADLINE = re.compile(r"^(?:(?:#{1,3}|-#) +)+", re.MULTILINE)
_BLANK = re.compile(r"\s")
_MAY_OPEN_ON = frozenset("\"'«“„¿¡([*_~|")
_MAY_CLOSE_AFTER = frozenset(".,!?…)]\"'»”“*_~|")


def undo(traced: Traced) -> Traced:
    """The text without the signs that come in pairs, and without headline signs."""
    pairs = sorted(_pairs(traced.text))
    traced = traced.edited((start, end, "") for start, end in pairs)
    return traced.edited((*match.span(), "") for match in _HEADLINE.finditer(traced.text))


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where the signs stand that have a partner of their kind."""
    opened: dict[str, re.Match[str]] = {}
    for sign in _SIGN.finditer(text):
        kind = sign.group()
        if kind not in _KNOWN:
            continue
        before = opened.pop(kind, None)
        if before and _belong_together(text, before, sign):
            yield before.span()
            yield sign.span()
        else:
            opened[kind] = sign


def _belong_together(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    if left.group() in _ALWAYS:
        return True
    (outside, inside), (last, after) = _sides(text, left), _sides(text, right)
    if len(left.group()) == 1:
        opens = not outside.isalnum() and (inside.isalnum() or inside in _MAY_OPEN_ON)
        closes = not after.isalnum() and (last.isalnum() or last in _MAY_CLOSE_AFTER)
        return opens and closes
    if (outside.isalnum() and inside.isalnum()) or (last.isalnum() and after.isalnum()):
        return not _BLANK.search(text, left.end(), right.start())
    closes_first = outside.isalnum() and not inside.isalnum()
    opens_again = after.isalnum() and not last.isalnum()
    return not closes_first and not opens_again


def _sides(text: str, sign: re.Match[str]) -> tuple[str, str]:
    """The characters before and after a sign; a blank where the text ends."""
    start, end = sign.span()
    return text[start - 1] if start else " ", text[end] if end < len(text) else " "
