"""How a text is said, whatever it says: its length, capitals, marks and laughter."""

import re
from typing import NamedTuple

_WORDS = re.compile(r"\w+")
_ASKS = re.compile(r"[?¿\u037e]|;\s*$")
"""A question; Greek asks with what looks like a semicolon."""
_TRAILS = re.compile(r"\.\.\.|…")
_LAUGHING = (
    "a*(?:ha){2,}h?a*|(?:he){2,}|heh|l+o+l+|lmf?ao+|rofl|x+d+|(?:j[aei]){2,}j?",
    "(?:а?ха){2,}х?а*|а?хах|а?х{3,}а*|хе+х(?:е?х?)*|ло+л|кек|ржу(?:нимагу)?|ор(?:у|нул[аи]?)",
    "(?:χα){2,}χ?α*|γελ[αά]ω",
)
_SMILING = r"\){2,}|[:;=]-?[)Dp](?!\w)|[😀-😆😉-😋😍😛-😝🤣🥰🎉🙂🙃❤]"
_LAUGHS = re.compile(rf"\b(?:{'|'.join(_LAUGHING)})\b|{_SMILING}", re.IGNORECASE)


class Manner(NamedTuple):
    """What can be seen of a text without understanding it."""

    words: int
    capitals: float
    """The share of its letters, 0..1."""
    asks: bool
    exclaims: bool
    trails: bool
    """Whether it breaks off in dots."""
    laughs: bool


def manner(text: str) -> Manner:
    """The manner of a text, of its author's own words as typed."""
    letters = [letter for letter in text if letter.isalpha()]
    return Manner(
        words=len(_WORDS.findall(text)),
        capitals=sum(map(str.isupper, letters)) / len(letters) if letters else 0.0,
        asks=bool(_ASKS.search(text)),
        exclaims="!" in text,
        trails=bool(_TRAILS.search(text)),
        laughs=bool(_LAUGHS.search(text)),
    )
