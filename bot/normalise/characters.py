"""Tricks with single characters: invisible ones, odd forms of a letter, piles of marks."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from bot.normalise.traced import Edit, Traced

_EMOJI = (
    "©®\u203c\u2049\u2122\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030"
    "\u303d\U0001f000-\U0001f0ff\U0001f200-\U0001faff"
)
_INVISIBLE = (
    "\0-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"
_UNSEEN = re.compile(
    f"[{_EMOJI}][\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]+|{_KEYCAP}|(?P<drop>[{_INVISIBLE}]+)"
)
"""Invisible characters, apart from those that build an emoji."""

_FLAGS = "\U0001f1e6-\U0001f1ff"
_BOXED = re.compile(
    f"(?<![{_FLAGS}])(?:[{_FLAGS}]{{2}})*[{_FLAGS}](?![{_FLAGS}])"
    "|[\U0001f150-\U0001f169\U0001f170-\U0001f189]+"
)
"""Letters in boxes and circles that Unicode does not call letters; two in a row make a flag."""

_LOOSE = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks that go on any letter; those of one script belong to its spelling."""

_MARKED = re.compile(f"{_KEYCAP}|(?P<base>.?)(?P<marks>[{_LOOSE}]+)")
_CHUNK = re.compile(r"\S+")
_STRESS = frozenset("\u0300\u0301")
_MOST_MARKS = 3
_LONGEST_SYLLABLE = 8
_LONGEST_SIGN = 4
_ORDINARY = frozenset("…‼⁇⁈⁉™℠№℃℉ªº¹²³¼½¾")
"""Characters that people type for what they are."""


def undo(traced: Traced) -> Traced:
    """The text in its usual characters (NFKC), without what cannot be seen or only covers it."""
    if traced.text.isascii() and traced.text.isprintable():
        return traced
    for look_for in (_boxed, _unseen, _piled, _odd, _marked):
        traced = traced.edited(look_for(traced.text))
    return traced


def _boxed(text: str) -> Iterator[Edit]:
    for match in _BOXED.finditer(text):
        yield *match.span(), "".join(_unboxed(ord(char)) for char in match.group())


def _unboxed(code: int) -> str:
    first = next(first for first in (0x1F1E6, 0x1F170, 0x1F150) if code >= first)
    return chr(ord("A") + code - first)


def _unseen(text: str) -> Iterator[Edit]:
    for match in _UNSEEN.finditer(text):
        if match["drop"]:
            yield *match.span(), ""


def _piled(text: str) -> Iterator[Edit]:
    """Several marks on a letter that make no other letter of it; the letter stays as typed."""
    for match in _MARKED.finditer(text):
        if match["marks"] and len(match["marks"]) > 1 and not _makes_a_letter(match.group()):
            yield *match.span("marks"), ""


def _makes_a_letter(cluster: str) -> bool:
    return len(cluster) <= 1 + _MOST_MARKS and len(unicodedata.normalize("NFC", cluster)) == 1


def _odd(text: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFKC", text):
        return
    for start, end in pairwise(_bounds(text)):
        cluster = text[start:end]
        usual = cluster if cluster.isascii() else unicodedata.normalize("NFKC", cluster)
        if usual != cluster and not _is_ordinary(cluster, usual):
            yield start, end, usual


def _bounds(text: str) -> list[int]:
    """Where characters start that do not join the one before; a pile is cut, as it takes long."""
    bounds = [0]
    for place, char in enumerate(text):
        if place and (not _joins(char) or place - bounds[-1] > _LONGEST_SYLLABLE):
            bounds.append(place)
    return [*bounds, len(text)]


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    """Whether a character may melt into the one before: a mark, or a later part of a syllable."""
    is_mark = unicodedata.category(char)[0] == "M"
    return is_mark or "\u1160" <= char <= "\u11ff" or char in "\uff9e\uff9f"


def _is_ordinary(cluster: str, usual: str) -> bool:
    """An emoji, a character typed for what it is, an accent alone, or a whole word in one sign."""
    alone = usual[0] == " " and not cluster[0].isspace()
    is_word = len(usual) > _LONGEST_SIGN * len(cluster)
    return alone or is_word or cluster in _ORDINARY or cluster.endswith("\ufe0f")


def _marked(text: str) -> Iterator[Edit]:
    """Marks that are still alone; one stress mark in a word is honest."""
    if not _MARKED.search(text):
        return
    for chunk in _CHUNK.finditer(text):
        found = [match for match in _MARKED.finditer(text, *chunk.span()) if match["marks"]]
        if len(found) == 1 and found[0]["base"].isalpha() and found[0]["marks"] in _STRESS:
            continue
        for match in found:
            yield *match.span("marks"), ""
