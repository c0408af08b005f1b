"""Words and patterns, made once into RE2, whose search time grows with the text and no faster.

RE2's own word edge knows only ASCII letters, so whole words are edged with Unicode classes here.
"""

from collections.abc import Callable, Sequence
from typing import Any

import re2

Find = Callable[[str], str | None]
"""The word or pattern that occurs in a text, or None."""
Search = Callable[[bytes], Any]
"""RE2's match in a text, or None."""

_NO_LETTER = r"[^\p{L}\p{M}\p{N}_]"


def find_words(words: Sequence[str], how: str, case_sensitive: bool) -> Find:
    """Look for the first of these: whole words, parts of words, or the text's beginning."""
    options = [_edged(word) if how == "word" else _spaced(word) for word in words]
    any_of = f"(?:{'|'.join(options)})"
    search = searcher(rf"^\s*{any_of}" if how == "starts with" else any_of, case_sensitive)
    longest = sorted(((_plain(word), word) for word in words), key=lambda pair: -len(pair[0]))

    def find(text: str) -> str | None:
        match = search(_bytes(text))
        if match is None:
            return None
        found = _plain(match.group().decode(errors="replace"))
        return next((word for plain, word in longest if plain in found), found)

    return find


def find_patterns(patterns: Sequence[str], case_sensitive: bool) -> Find:
    """Look for the first of these patterns; `ValueError` when RE2 refuses one."""
    searches = [(searcher(pattern, case_sensitive), pattern) for pattern in patterns]

    def find(text: str) -> str | None:
        letters = _bytes(text)
        return next((pattern for search, pattern in searches if search(letters)), None)

    return find


def searcher(pattern: str, case_sensitive: bool) -> Search:
    """The search for a pattern in UTF-8; `ValueError` says what RE2 has against it."""
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    try:
        search: Search = re2.compile(pattern, options).search
    except re2.error as error:
        said = error.args[0]
        raise ValueError(said.decode() if isinstance(said, bytes) else str(said)) from None
    return search


def _edged(word: str) -> str:
    """The word with no letter, digit or `_` beside it; where it ends in a sign, anything may."""
    left = f"(?:^|{_NO_LETTER})" if _lettered(word[0]) else ""
    right = f"(?:$|{_NO_LETTER})" if _lettered(word[-1]) else ""
    return f"{left}{_spaced(word)}{right}"


def _lettered(character: str) -> bool:
    return searcher(_NO_LETTER, case_sensitive=True)(_bytes(character)) is None


def _spaced(word: str) -> str:
    return r"\s+".join(re2.escape(part) for part in word.split())


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _bytes(text: str) -> bytes:
    """As RE2 reads it; half characters, which no encoding has, become `?`."""
    return text.encode(errors="replace")
