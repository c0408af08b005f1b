"""Stretched words: `idiooooot`."""

import re
from collections.abc import Iterator

from bot.normalise.script import VOWELS
from bot.normalise.traced import Edit, Traced

_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_LAUGH = re.compile(r"(?<![^\W_])xd+(?![^\W_])", re.IGNORECASE)
_ROMAN = frozenset("IVXLCDM")
_LONGEST_HEAD = 5
_DOUBLED_VOWEL = re.compile(
    r"""agree|bee|been|beep|beer|boo|book|boom|boot|boob|cheek|cheer|coffee|cook|cool|creep|deep|deer
    |doom|door|fee|feed|feel|feet|food|fool|foot|free|freed|geek|good|goof|greed|greek|green|heel|hook
    |jeep|keep|look|loot|meet|mood|moon|need|noob|noon|poo|pool|poop|poor|proof|queen|rood|roof|room
    |root|school|see|seed|seek|seem|seen|sheep|sheet|shees|shoot|sleep|snoop|soon|speed|spoon|steel
    |stood|stool|stoop|street|sweet|teen|three|too|took|tool|tree|twee|week|weed|weep|wheel|woo|wood
    |woof|zoo|zoom|вооб|зоо|кооп|сооб""",
    re.VERBOSE,
)
"""Beginnings of words, up to one letter after their double vowel."""

_DOUBLED = frozenset("bdfglmnprstzзлмнпрстβγκλμνπρστ")
"""Consonants that are often written double between vowels in the languages we know."""

_DOUBLED_ANYWHERE = frozenset("lsfzсσ")
"""The same, also before a consonant and at the end of a word."""


def undo(traced: Traced) -> Traced:
    """The text with letters that stand three or more in a row brought down to two or one.

    Vowels mostly go to one, consonants to two where words of our languages have two. A word of one
    letter keeps three; laughter (`xDDD`) and Roman numbers stay.
    """
    return traced.edited(_surplus(traced.text))


def _surplus(text: str) -> Iterator[Edit]:
    laughter = {match.end() for match in _LAUGH.finditer(text)}
    for match in _RUN.finditer(text):
        start, end = match.span()
        before = text[start - 1 : start] if text[start - 1 : start].isalpha() else ""
        after = text[end : end + 1] if text[end : end + 1].isalpha() else ""
        if end in laughter or _is_roman(before, match.group(), after):
            continue
        kept = start + _kept(text, start, before.lower(), match[1].lower(), after.lower())
        if kept < end:
            yield kept, end, ""


def _is_roman(before: str, run: str, after: str) -> bool:
    return len(run) == 3 and _ROMAN.issuperset(before + run + after)  # noqa: PLR2004


def _kept(text: str, start: int, before: str, letter: str, after: str) -> int:
    """How many of a run of letters stay."""
    if not before and not after:
        return 3
    if letter in VOWELS:
        head = re.split(r"[\W\d_]", text[max(0, start - _LONGEST_HEAD) : start])[-1].lower()
        return 2 if _DOUBLED_VOWEL.fullmatch(head + letter * 2 + after) else 1
    if before not in VOWELS:
        return 1
    between = letter in _DOUBLED and after in VOWELS
    return 2 if between or letter in _DOUBLED_ANYWHERE else 1
