"""The language of a message: by its script, its letters where words are few, else a detector.

Ours are en, es, pl, ru, el and uk. The detector knows eight more that are written in Latin letters,
so that they are named and not taken for ours. Every other language is unknown, except where it
looks like one of these: Bulgarian may be called Russian, Galician Portuguese.
"""

import re
import tempfile
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.errors import ConfigError

DETECTED = ("en", "es", "pl", "ru", "uk", "cs", "de", "fr", "it", "nl", "pt", "ro", "tr")
SURE = 0.5
"""The detector's own probability (0..1) under which a language stays unknown."""
WORDS = 3
"""Words that the detector needs; with fewer only the letters can tell."""
ENOUGH = 600
"""Characters looked at: more make no difference, and time grows with them."""

_TELLING = {
    "CYRILLIC": {"ru": frozenset("ыэъё"), "uk": frozenset("іїєґ")},
    "LATIN": {"pl": frozenset("ąęłżźćńś"), "es": frozenset("ñ¿¡")},
}
"""Letters and marks that only one of our languages uses, by script."""
_CYRILLIC = frozenset("абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя")
_CLUTTER = re.compile(r"https?://\S+|www\.\S+|@\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language, or None when it cannot be told; links do not count."""
    text = unicodedata.normalize("NFC", _CLUTTER.sub(" ", text[:ENOUGH])).lower()
    words = _WORD.findall(text)
    letters = Counter("".join(words))
    script = _script(letters)
    if script == "GREEK":
        return "el"
    if script not in _TELLING or (script == "CYRILLIC" and _foreign(letters)):
        return None
    if len(words) < WORDS or sum(len(word) > 1 for word in words) * 2 < len(words):
        told = [lang for lang, own in _TELLING[script].items() if not own.isdisjoint(text)]
        return told[0] if len(told) == 1 else None
    lang, probability = _detector().classify(text)
    return lang if probability >= SURE else None


def prepare() -> None:
    """Load the detector now: it takes half a second, which the first message need not wait for."""
    _detector()


def _script(letters: Counter[str]) -> str | None:
    """The script of the text: one other than Latin needs only a third of the letters.

    Chats in every language are full of English words; the reverse is rare.
    """
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[_script_of(letter)] += count
    latin = scripts.pop("LATIN", 0)
    for script, count in scripts.most_common(1):
        if count * 2 >= latin:
            return script
    return "LATIN" if latin else None


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _foreign(letters: Counter[str]) -> bool:
    """Whether there are Cyrillic letters that neither Russian nor Ukrainian has."""
    return any(letter not in _CYRILLIC and _script_of(letter) == "CYRILLIC" for letter in letters)


@cache
def _detector() -> LanguageIdentifier:
    try:
        detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        place = tempfile.gettempdir()
        raise ConfigError(
            f"the language detector cannot unpack its data in {place}: {error}"
        ) from error
    detector.set_languages(DETECTED)
    return detector
