"""Words and patterns, made once into RE2, whose search time grows with the text and no faster.

RE2's own word edge knows only the letters a to z. So whole words are looked for in a copy of the
text in which every word of whatever script stands between two marks.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import re2

Find = Callable[[str], str | None]
"""The word or pattern that occurs in a text, or None."""
Search = Callable[[bytes], Any]
"""RE2's match in a text, or None."""

_EDGE = "\0"
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_MEMORY = 64 << 20
"""Bytes that one pattern may take: enough for lists of some thousand words."""


def find_words(words: Sequence[str], how: str, case_sensitive: bool) -> Find:
    """Look for the first of these: whole words, parts of words, the text's beginning or end, or
    the whole text.

    Raises `ValueError` when they are too many for RE2.
    """
    prepare = _edged if how == "word" else str
    options = (r"\s+".join(re2.escape(prepare(part)) for part in word.split()) for word in words)
    start = r"^\s*" if how in ("starts with", "exactly") else ""
    end = r"\s*$" if how in ("ends with", "exactly") else ""
    search = searcher(f"{start}(?:{'|'.join(options)}){end}", case_sensitive)
    longest = sorted(((_plain(word), word) for word in words), key=lambda pair: -len(pair[0]))

    def find(text: str) -> str | None:
        match = search(_bytes(prepare(text)))
        if match is None:
            return None
        found = _plain(match.group().decode(errors="replace").replace(_EDGE, ""))
        return next((word for plain, word in longest if plain in found), found)

    return find


def find_patterns(patterns: Sequence[str], case_sensitive: bool) -> Find:
    """Look for the first of these patterns; `ValueError` when RE2 refuses one."""
    searches = [(searcher(pattern, case_sensitive), pattern) for pattern in patterns]

    def find(text: str) -> str | None:
        letters = _bytes(text)
        return next((pattern for search, pattern in searches if search(letters)), None)

    return find


def find_names(names: Sequence[str]) -> Find:
    """Whether a whole name is one of these, big letters or small; `*` stands for any letters."""
    options = (re2.escape(name.casefold()).replace(r"\*", ".*") for name in names)
    search = searcher(f"(?s)^(?:{'|'.join(options)})$", case_sensitive=True)
    return lambda name: name if search(_bytes(name.casefold())) else None


def searcher(pattern: str, case_sensitive: bool) -> Search:
    """The search for a pattern in UTF-8; `ValueError` says what RE2 has against it."""
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        search: Search = re2.compile(pattern, options).search
    except re2.error as error:
        said = error.args[0]
        raise ValueError(said.decode() if isinstance(said, bytes) else str(said)) from None
    return search


@lru_cache(maxsize=64)
def _edged(text: str) -> str:
    """The text with a mark before and behind each word."""
    return _WORD.sub(rf"{_EDGE}\g<0>{_EDGE}", text.replace(_EDGE, " "))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _bytes(text: str) -> bytes:
    """As RE2 reads it; half characters, which no encoding has, become `?`."""
    return text.encode(errors="replace")
