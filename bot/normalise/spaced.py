"""Spaced-out words: `i d i o t`, `i-d-i-o-t`, `i.d.i.o.t`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.normalise.leet import letters_for
from bot.normalise.traced import Edit, Traced

_ONE = r"(?:[^\W_]|[@$!])"
_ALONE = rf"(?<![^\W_]){_ONE}"
_GAP = r"(?P<gap> ?(?P<sign>[-._*|/~+·•])(?P=sign){0,2} ?|[,'])"
_DOTTED = re.compile(rf"{_ALONE}{_GAP}(?:{_ONE}(?P=gap))*{_ONE}(?![^\W_])")
_BLANKS = re.compile(rf"{_ALONE}(?:\s{{1,4}}{_ONE}(?![^\W_])){{3,}}")
_LETTER = re.compile(_ONE)
_ENOUGH = 4
"""Letters in a row that make a word; fewer are abbreviations, lists or short words."""

_LISTS = re.compile("wasd|qwert?y?|zxcv|hjkl|aeiouy?|йцук|аеиоу|αεηιου")
"""Keys and vowels, which people do list one by one."""


def undo(traced: Traced) -> Traced:
    """The text with its spaced-out words closed; wider gaps in them stay, as gaps between words."""
    traced = traced.edited(_dotted(traced.text))
    return traced.edited(_spread(traced.text))


def _dotted(text: str) -> Iterator[Edit]:
    """Words with a sign between their letters; beside a long one, short ones count too."""
    found = list(_DOTTED.finditer(text))
    if not any(_is_word(match.group()) for match in found):
        return
    for match in found:
        if _is_word(match.group(), enough=2):
            yield from _closed(match, len(match["gap"]))


def _spread(text: str) -> Iterator[Edit]:
    """Words with blanks between their letters; uneven blanks are all taken for the same gap."""
    for match in _BLANKS.finditer(text):
        if _is_word(match.group()):
            places = [letter.start() for letter in _LETTER.finditer(match.group())]
            gaps = [after - before - 1 for before, after in pairwise(places)]
            wide = len(gaps) - gaps.count(min(gaps))
            yield from _closed(match, min(gaps) if wide * 3 <= len(gaps) else max(gaps))


def _is_word(spaced: str, enough: int = _ENOUGH) -> bool:
    """Whether single letters in a row are likely a word, and no list of letters or signs."""
    word = "".join(_LETTER.findall(spaced)).lower()
    letters = sum(char.isalpha() for char in word)
    if (
        len(word) < enough
        or letters <= len(word) / 2
        or len(set(word)) == 1
        or _LISTS.fullmatch(word)
    ):
        return False
    return any(ord(after) - ord(before) != 1 for before, after in pairwise(word))


def _closed(match: re.Match[str], gap: int) -> Iterator[Edit]:
    """Take out the gaps up to this width, and read signs among the letters as letters."""
    letters = list(_LETTER.finditer(match.string, *match.span()))
    word = letters_for("".join(letter.group() for letter in letters))
    last = match.start()
    for letter, new in zip(letters, word, strict=True):
        start, end = letter.span()
        if start > last:
            yield last, start, "" if start - last <= gap else " "
        if new != letter.group():
            yield start, end, new
        last = end
