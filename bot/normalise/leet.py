"""Letters written as digits and signs: `y0u 4re an 1diot`."""

import re
from collections.abc import Iterator

from bot.normalise.script import CYRILLIC, GREEK, LATIN, VOWELS, script
from bot.normalise.traced import Edit, Traced

_LETTERS = {
    LATIN: dict(zip("0134579@$!€", "oieastgasie", strict=True)),
    GREEK: dict(zip("01348@", "οιεαθα", strict=True)),
    CYRILLIC: dict(zip("01346@", "оізчба", strict=True)),
}
_TOKEN = re.compile(r"(?<![\w@$])[@$]?[^\W_]+(?:[@$!€]+[^\W_]+)*(?:\$\$(?!\$))?")
_INSIDE = re.compile(r"(?<=[^\W\d_])(?:[\d@€$]{1,2}|0{3,}|!)(?=[^\W\d_])|(?<=[^\W\d_])\$\$\Z")
_NAME = re.compile(
    r"(?:mp[34]|ps[1345]|gta[345]|web3|w3|log4|ipv4|php[57]|html5|css3|se7en)", re.IGNORECASE
)
"""Beginnings of words that are spelled with a digit inside."""

_ENOUGH = 3
_MOST_CONSONANTS = 4
_GLUED = frozenset(".,:/\\-+#=&%'’")
"""Before a digit, these make it part of a number."""

_COUNTED = re.compile(
    r"""
    (?: st | [nr]d | th | er[oa]? | r[oa] | t[oa] | [ap]m | bit | cm | day | eur | fps | hrs? | hz
      | mm | [kmgt]b | kg | km | mins? | mil | ml | pln | pts | se[ck] | usd | y[ro] | yrs )\Z
    | bits | chan | core | days | d[ií]as | digit | d[oó]lar | euro | ever | fold | game | godz
    | gol | hora | hour | inch | kill | level | li[fv]e | mann | map | match | mes[ei] | mies | mill
    | min | month | osob | pack | page | part | pass | people | person | piec | play | point | punt
    | round | seco | seku | seman | shot | side | star | step | time | tyg | user | vece | week
    | win | year | zip | zł
    """,
    re.VERBOSE,
)
"""What a digit in front counts: whole short words, and beginnings of longer ones."""


def undo(traced: Traced) -> Traced:
    """The text with digits and signs that stand for letters read as letters.

    Between the letters of a word that is what they are. In front they mostly count something, so
    there they are read as letters only in long words or where the text plays this game elsewhere.
    """
    tokens = [token for token in _TOKEN.finditer(traced.text) if not token.group().isalpha()]
    inside = [_inside(token) for token in tokens]
    playing = any(inside)
    edits: list[Edit] = []
    for token, sure in zip(tokens, inside, strict=True):
        spans = sure or (_inside(token, playing=True) if playing else [])
        if spans or _is_leet_in_front(token, playing=playing):
            edits += _read(token, spans)
    return traced.edited(edits)


def letters_for(word: str) -> str:
    """A word with every digit and sign that can stand for a letter of its alphabet read as one."""
    table = _table(word)
    if word.isupper():
        return "".join(table[char].upper() if char in table else char for char in word)
    return "".join(table.get(char, char) for char in word)


def _table(word: str) -> dict[str, str]:
    first = next((char for char in word if char.isalpha()), " ")
    return _LETTERS.get(script(first), {})


def _inside(token: re.Match[str], *, playing: bool = False) -> list[tuple[int, int]]:
    """Where digits and signs stand for letters between others; nowhere in names and codes."""
    word = token.group()
    table = _table(word)
    is_mail = "@" in word and token.string[token.end() : token.end() + 1] == "."
    if is_mail or _NAME.match(word):
        return []
    found = [
        match
        for match in _INSIDE.finditer(word)
        if table.keys() >= set(match.group())
        and (match.group() != "!" or _may_be_i(word, match.start()))
    ]
    signs = [match.group() for match in found]
    return [match.span() for match in found] if _is_likely(word, signs, playing) else []


def _is_likely(word: str, signs: list[str], playing: bool) -> bool:
    """Whether a word has too many letters, or too plain signs, to be a name like `b2b` or `h2o`."""
    inside = "".join(signs)
    letters = sum(char.isalpha() for char in word)
    if letters < _ENOUGH:
        return len(word) == _ENOUGH and set(inside) <= set("0@$134" if playing else "0@$")
    is_code = word.isupper() and len(inside) > len(signs)
    return len(word) <= 2 * letters and not is_code


def _may_be_i(word: str, place: int) -> bool:
    """Whether an exclamation mark follows the first consonants of a word, and not a whole word."""
    return place <= _MOST_CONSONANTS and not VOWELS.intersection(word[:place].lower())


def _is_leet_in_front(token: re.Match[str], *, playing: bool) -> bool:
    """Whether the first character, and only that, is a letter in disguise."""
    word, rest = token.group(), token.group()[1:].lower()
    if len(rest) <= 1 or not rest.isalpha():
        return False
    if script(rest[0]) != LATIN or word[0] not in _LETTERS[LATIN]:
        return False
    before = token.string[token.start() - 1 : token.start()] if token.start() else " "
    if before in _GLUED or _COUNTED.match(rest):
        return False
    if word[0] == "@":
        return rest.startswith("ss")
    if word[0] == "$":
        return len(rest) >= _ENOUGH and word.islower()
    return playing or (len(rest) > _ENOUGH and word[0] in "14")


def _read(token: re.Match[str], inside: list[tuple[int, int]]) -> Iterator[Edit]:
    """Read the digits and signs inside a token, a single one in front, and a vowel at its end."""
    word, start = token.group(), token.start()
    letters = letters_for(word)
    if not word[0].isalpha() and word[1:2].isalpha() and letters[0].isalpha():
        is_l = word[0] == "1" and letters[0] in "iI" and letters[1].lower() in VOWELS
        yield start, start + 1, "l" if is_l else letters[0]
    for first, end in inside:
        yield start + first, start + end, letters[first:end]
    if word[-1] in "0346" and word[-2:-1].isalpha() and letters[-1].isalpha():
        yield token.end() - 1, token.end(), letters[-1]
