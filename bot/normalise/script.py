"""Which alphabet a letter belongs to."""

from functools import lru_cache
from typing import Final

from confusable_homoglyphs.categories import alias

LATIN: Final = "LATIN"
GREEK: Final = "GREEK"
CYRILLIC: Final = "CYRILLIC"
VOWELS: Final = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüąęãõåæøœаеёиоуыэюяіїєαεηιουωάέήίόύώϊϋΐΰ")


@lru_cache(maxsize=4096)
def script(letter: str) -> str:
    """The name of a letter's alphabet, as Unicode gives it in capitals."""
    return str(alias(letter))
