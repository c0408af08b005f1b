"""Ways in which people write: careless ones, and disguises that a word filter would not see.

Each takes a text and a source of chance. The same is done to hostile and harmless messages, so that
the model learns what they say and not how they are spelt.
"""

import re
import unicodedata
from collections.abc import Callable
from random import Random

Way = Callable[[str, Random], str]

_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})
_ALIKE = dict(
    zip("aceopxyABCEHKMOPTXасеорхуАВСЕНКМОРТХ", "асеорхуАВСЕНКМОРТХaceopxyABCEHKMOPTX", strict=True)
)
_VOWELS = frozenset("aeiouyаеиоуыэюяіїєαεηιουω")
_GREEK = {
    "ου": "ou", "αυ": "au", "ευ": "eu", "θ": "th", "ψ": "ps", "χ": "x", "ξ": "ks", "φ": "f",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t",
    "υ": "y", "ω": "w",
}  # fmt: skip
_CYRILLIC = {
    "щ": "sch", "ж": "zh", "ч": "ch", "ш": "sh", "х": "h", "ц": "c", "ю": "yu", "я": "ya",
    "ё": "e", "э": "e", "ы": "y", "й": "y", "ъ": "", "ь": "", "є": "ye", "ї": "yi", "і": "i",
    "ґ": "g", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{3,}")
_END = re.compile(r"[.!?,;:…]+(?=\s|$)")


def lower(text: str, _: Random) -> str:
    """All small letters."""
    return text.lower()


def shout(text: str, _: Random) -> str:
    """All capitals."""
    return text.upper()


def unmarked(text: str, _: Random) -> str:
    """Without accents and other marks over or through letters, as on a hurried keyboard."""
    plain = (mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    return "".join(plain).replace("ł", "l").replace("Ł", "L")


def unpunctuated(text: str, _: Random) -> str:
    """Without stops and commas."""
    return _END.sub("", text)


def latin(text: str, _: Random) -> str:
    """Greek or Cyrillic letters by Latin ones, as people type without the right keyboard."""
    text = unmarked(text, _).lower() if re.search(r"[α-ωά-ώ]", text.lower()) else text.lower()
    for letters in (_GREEK, _CYRILLIC):
        for mine, theirs in letters.items():
            text = text.replace(mine, theirs)
    return text


def leet(text: str, rng: Random) -> str:
    """Digits for some letters, in some words."""
    return _some(text, rng, lambda word: word.translate(_LEET))


def alike(text: str, rng: Random) -> str:
    """Letters of another alphabet that look the same, in some words."""
    return _some(text, rng, lambda word: "".join(_ALIKE.get(letter, letter) for letter in word))


def starred(text: str, rng: Random) -> str:
    """Stars over the middle of some words."""
    return _some(text, rng, lambda word: word[0] + "*" * (len(word) - 2) + word[-1])


def missing(text: str, rng: Random) -> str:
    """Some words without an inner vowel."""

    def shorter(word: str) -> str:
        at = [i for i, letter in enumerate(word[1:-1], 1) if letter.lower() in _VOWELS]
        return word if not at else word[: (spot := rng.choice(at))] + word[spot + 1 :]

    return _some(text, rng, shorter)


def swapped(text: str, rng: Random) -> str:
    """Some words with two neighbouring letters changed about: a slip of the finger."""

    def slipped(word: str) -> str:
        spot = rng.randrange(len(word) - 1)
        return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]

    return _some(text, rng, slipped, share=0.25)


def stretched(text: str, rng: Random) -> str:
    """Some words with one letter held down."""

    def longer(word: str) -> str:
        spot = rng.randrange(len(word))
        return word[: spot + 1] + word[spot] * rng.randint(2, 5) + word[spot + 1 :]

    return _some(text, rng, longer, share=0.25)


def parted(text: str, rng: Random) -> str:
    """Some words letter by letter, with spaces, dots or dashes between."""
    mark = rng.choice(" .-_")
    return _some(text, rng, mark.join, share=0.3)


CARELESS: tuple[Way, ...] = (lower, unmarked, unpunctuated, swapped, stretched, lower, unmarked)
DISGUISES: tuple[Way, ...] = (leet, alike, starred, missing, parted, latin, latin, shout)


def vary(text: str, rng: Random) -> str:
    """The text as somebody else might have typed it: more often than not as it is."""
    chance = rng.random()
    if chance < 0.30:  # noqa: PLR2004 - shares of the messages, tried out on held-out rows
        text = rng.choice(CARELESS)(text, rng)
    elif chance < 0.42:  # noqa: PLR2004 - see above
        text = rng.choice(DISGUISES)(text, rng)
    return text


def _some(text: str, rng: Random, change: Callable[[str], str], share: float = 0.5) -> str:
    """The text with some of its words changed, at least one if it has any."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    chosen = {word.start() for word in words if rng.random() < share}
    chosen = chosen or {rng.choice(words).start()}
    return _WORD.sub(lambda word: change(word[0]) if word.start() in chosen else word[0], text)
