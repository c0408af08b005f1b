"""Twenty ways in which people hide what they write from a machine and not from a reader.

Whoever hides an insult disguises the bad words. Which these are is not known here, and words taken
by chance would leave them as they are half of the time; so a way that works on letters works on
every word of three letters or more. To stay readable it does no more to a word than people do:
about half of the letters that have a look-alike or a digit, half of the inner ones under stars,
one vowel left out. A way that works on the whole text (reversed, a font, another alphabet)
takes all of it. A text that offers a way nothing to change comes back as it is.

This shares no code with what undoes disguises, nor with what learns from them: it measures both.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from bot.evaluation import letters

Way = Callable[[str, Random], str | tuple[str, str]]
"""A text in disguise, or the two messages that it was split into; only chance makes it vary."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_LATIN = re.compile("[a-zA-Z]+")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_IN_UKRAINIAN = re.compile("[ієїґІЄЇҐ]")
_ACCENTS = re.compile("(?<![\u0400-\u052f\u0300-\u036f])[\u0300-\u036f]+")
_BLANKS = re.compile(r"\s+")
_GAP = "   "
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_MARKS = [chr(code) for code in (*range(0x300, 0x34F), *range(0x350, 0x370))]
_SIGNS = (" ", " .. ", ", ", " - ", " ~ ", " / ", "!! ", " * ")
_VOWELS = frozenset("aeiouyáéíóúüąęаеёиоуыэюяіїєαεηιουωάέήίόύώ")


def disguised(name: str, text: str, chance: Random) -> tuple[str, ...]:
    """The messages that a text becomes by one of `WAYS`: one or two, or none if nothing changes."""
    found = WAYS[name](text, chance)
    parts = (found,) if isinstance(found, str) else found
    return () if parts == (text,) else parts


def look_alikes(text: str, chance: Random) -> str:
    """Letters of other alphabets that look the same."""
    return _each(text, lambda word: _half(word, letters.TWINS, chance))


def leet(text: str, chance: Random) -> str:
    """Digits and signs that look like letters."""
    return _each(text, lambda word: _half(word, letters.DIGITS, chance))


def spaces(text: str, _: Random) -> str:
    """Spaces between letters, and wider gaps between words."""
    return _each(_BLANKS.sub(_GAP, text), " ".join) if _WORD.search(text) else text


def dots(text: str, chance: Random) -> str:
    """The same dot, dash, underscore or star between letters."""
    return _each(text, chance.choice(".-_*").join)


def zero_width(text: str, chance: Random) -> str:
    """Characters that nobody sees, between every two letters."""
    return _each(text, lambda word: word[0] + "".join(chance.choice(_UNSEEN) + c for c in word[1:]))


def zalgo(text: str, chance: Random) -> str:
    """Two to five marks piled on every letter."""

    def piled(letter: str) -> str:
        return letter + "".join(chance.choices(_MARKS, k=chance.randint(2, 5)))

    return _each(text, lambda word: "".join(map(piled, word)))


def stretched(text: str, chance: Random) -> str:
    """One letter of each word three to six times."""

    def longer(word: str) -> str:
        spot = chance.randrange(len(word))
        return word[:spot] + word[spot] * chance.randint(3, 6) + word[spot + 1 :]

    return _each(text, longer)


def missing(text: str, chance: Random) -> str:
    """One inner vowel of each word left out."""

    def shorter(word: str) -> str:
        spots = [at for at, c in enumerate(word[:-1]) if at and c.lower() in _VOWELS]
        spot = chance.choice(spots) if spots else len(word)
        return word[:spot] + word[spot + 1 :]

    return _each(text, shorter)


def starred(text: str, chance: Random) -> str:
    """Stars over half of the inner letters, which stand together."""

    def covered(word: str) -> str:
        inner = len(word) - 2
        stars = (inner + 1) // 2
        spot = 1 + chance.randint(0, inner - stars)
        return word[:spot] + "*" * stars + word[spot + stars :]

    return _each(text, covered)


def swapped(text: str, chance: Random) -> str:
    """Two neighbours in each word changed about; the first letter stays."""

    def slipped(word: str) -> str:
        spots = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1]]
        if not spots:
            return word
        spot = chance.choice(spots)
        return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]

    return _each(text, slipped)


def backwards(text: str, _: Random) -> str:
    """The whole text from its end to its beginning."""
    return text[::-1]


def full_width(text: str, _: Random) -> str:
    """Latin letters as wide as Chinese ones."""
    return text.translate(letters.WIDE)


def bold(text: str, _: Random) -> str:
    """Latin and Greek letters in the bold of mathematics."""
    return text.translate(letters.BOLD)


def emoji_letters(text: str, chance: Random) -> str:
    """Latin letters as emoji: in squares, or those of flags, apart as two together make a flag."""
    if not _LATIN.search(text):
        return text
    if chance.random() < 0.5:  # noqa: PLR2004 - one as often as the other
        return text.translate(letters.SQUARES)
    return _LATIN.sub(
        lambda word: " ".join(word[0].translate(letters.FLAGS)), _BLANKS.sub(_GAP, text)
    )


def greeklish(text: str, chance: Random) -> str:
    """Greek in Latin letters and digits, by sound or by looks."""
    style = chance.choice((letters.BY_SOUND, letters.BY_LOOKS))
    return _typed(_bare(text), style) if _GREEK.search(text) else text


def translit(text: str, chance: Random) -> str:
    """Russian and Ukrainian in Latin letters, in an English or in a chatroom's manner."""
    style = chance.choice((letters.ENGLISH, letters.CHATROOM))
    return _typed(text, style | letters.UKRAINIAN if _IN_UKRAINIAN.search(text) else style)


def undiacritical(text: str, _: Random) -> str:
    """Latin and Greek letters without accents, tails and strokes."""
    return _bare(text)


def mixed_case(text: str, chance: Random) -> str:
    """Every second character a capital."""
    first = chance.randrange(2)
    return "".join(c.upper() if at % 2 == first else c.lower() for at, c in enumerate(text))


def noise(text: str, chance: Random) -> str:
    """Signs between words, and half of the words said twice, the first one always."""
    words = text.split()
    doubled = [
        f"{word} {word}" if not at or chance.random() < 0.5 else word  # noqa: PLR2004 - half
        for at, word in enumerate(words)
    ]
    return "".join(word + chance.choice(_SIGNS) for word in doubled) or text


def two_messages(text: str, _: Random) -> str | tuple[str, str]:
    """Sent in two halves, parted between the words nearest the middle."""
    middle = len(text) / 2
    gaps = [gap.span() for gap in _BLANKS.finditer(text)]
    inner = [(start, end) for start, end in gaps if start and end < len(text)]
    if not inner:
        return text
    start, end = min(inner, key=lambda gap: abs(sum(gap) / 2 - middle))
    return text[:start], text[end:]


WAYS: Final[Mapping[str, Way]] = {
    "look-alikes": look_alikes,
    "leet": leet,
    "spaces": spaces,
    "dots": dots,
    "zero-width": zero_width,
    "zalgo": zalgo,
    "stretched": stretched,
    "missing letters": missing,
    "stars": starred,
    "swapped letters": swapped,
    "reversed": backwards,
    "full-width": full_width,
    "bold": bold,
    "emoji letters": emoji_letters,
    "Greeklish": greeklish,
    "translit": translit,
    "no diacritics": undiacritical,
    "mixed case": mixed_case,
    "noise": noise,
    "two messages": two_messages,
}
"""By the name under which a report has them."""


def _each(text: str, change: Callable[[str], str]) -> str:
    """The text with every word of three letters or more changed."""
    return _WORD.sub(lambda word: change(word[0]), text)


def _half(word: str, others: Mapping[str, str], chance: Random) -> str:
    """The word with half, rounded up, of the letters that have others written as one of them."""
    spots = [at for at, c in enumerate(word) if c in others]
    chosen = set(chance.sample(spots, (len(spots) + 1) // 2))
    return "".join(chance.choice(others[c]) if at in chosen else c for at, c in enumerate(word))


def _bare(text: str) -> str:
    """Without marks and strokes; those of Cyrillic letters make other letters, and stay."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).translate(letters.STROKES)


def _typed(text: str, table: Mapping[str, str]) -> str:
    """The text with all that the table has written as it says, longest first."""

    def other(found: re.Match[str]) -> str:
        new = table.get(found[0].lower(), found[0])
        return new.capitalize() if found[0][0].isupper() else new

    longest_first = "|".join(sorted(table, key=len, reverse=True))
    return re.sub(longest_first, other, text, flags=re.IGNORECASE)
