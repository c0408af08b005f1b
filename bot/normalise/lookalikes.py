"""Letters that look like those of the alphabet they stand among: `іdіоt`."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from string import ascii_letters
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

from bot.normalise.script import CYRILLIC, GREEK, LATIN, script
from bot.normalise.traced import Edit, Traced

_WORD = re.compile(r"[^\W_]+(?:[@$!€]+[^\W_]+)*")
_NAME_WITH_ENDING = re.compile(r"[A-Z]{2,}[а-яёіїєґα-ωά-ώ]+")
_ENOUGH = 500
"""Letters of a text that tell its main alphabet."""

_LAST_COMMON = "\u024f"
"""Latin letters beyond this one belong to phonetic alphabets and the like."""

Table = dict[int, str]
"""What to write for a letter, by its code: what `str.translate` takes."""


def _pairs(text: str) -> Table:
    return {ord(letter): other for letter, other in map(tuple, text.split())}


def _latin_for(is_wanted: Callable[[str], bool]) -> Table:
    """Letters of some alphabets that look like an ASCII letter, by the confusables table."""
    table: Table = {}
    for ascii_letter in ascii_letters:
        for entry in confusables_data.get(ascii_letter, ()):
            letter = entry["c"]
            if len(letter) == 1 and letter.isalpha() and is_wanted(letter):
                is_capital_i = ascii_letter == "l" and letter.isupper()
                table[ord(letter)] = "I" if is_capital_i else ascii_letter
    return table


def _by_way_of_latin(to: Table, other: str) -> Table:
    """Letters of one alphabet that look like one of a second, since both look like a Latin one."""
    return {
        code: to[ord(latin)]
        for code, latin in _TO_LATIN.items()
        if script(chr(code)) == other and ord(latin) in to
    }


_COMMON: Final = (LATIN, GREEK, CYRILLIC)
_RARE: Final = _latin_for(lambda letter: script(letter) not in _COMMON)
_PHONETIC: Final = _latin_for(lambda letter: script(letter) == LATIN and letter > _LAST_COMMON)
_PHONETIC.update(_pairs("ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"))
_TO_LATIN = _latin_for(lambda letter: script(letter) in (GREEK, CYRILLIC)) | _pairs(
    "кk мm тt ёë їï κk χx τt ωw ηn εe άá όó ίí ύú"
)
_TO_CYRILLIC = _pairs(
    "AА BВ CС EЕ HН IІ KК MМ OО PР TТ XХ YУ aа cс eе iі kк mм oо pр tт xх yу ëё ïї"
)
_TO_GREEK = _pairs(
    "AΑ BΒ EΕ HΗ IΙ KΚ MΜ NΝ OΟ PΡ TΤ XΧ YΥ ZΖ aα oο vν iι pρ uυ kκ xχ tτ wω áά óό íί úύ"
)
_ALIKE: Final = {
    LATIN: _TO_LATIN,
    CYRILLIC: _TO_CYRILLIC | _by_way_of_latin(_TO_CYRILLIC, GREEK),
    GREEK: _TO_GREEK | _by_way_of_latin(_TO_GREEK, CYRILLIC),
}
"""By alphabet: the letter of it that a foreign letter cannot be told from."""

_DOUBTFUL: Final = frozenset[int]().union(*_ALIKE.values())

_SIMILAR: Final = {
    LATIN: _pairs(
        "бb вb дd зz иu йu лl нh пn фf цu шw щw ьb яr эe ДD ИN ЛL ФF ШW ЯR"
        " βb δd ζz θo λl μm πn φf ψw ςs ΓF ΔA ΛA"
    ),
    CYRILLIC: _pairs(
        "bб dд fф gд hх jй lл nп rг sс uи vв wш zз LЛ DД FФ NИ RЯ UИ WШ SС ZЗ VВ GД JЙ"
    ),
    GREEK: _pairs("bβ dδ eε fφ gγ hη lλ mμ nν rρ sσ yγ zζ DΔ FΦ GΓ LΛ SΣ"),
}
"""By alphabet: the letter of it that a foreign letter is used for, by its looks or its sound."""


def undo(traced: Traced) -> Traced:
    """The text with words of mixed alphabets written in one; a word of one alphabet stays."""
    if traced.text.isascii():
        return traced
    return traced.edited(_rewritten(traced.text))


def _rewritten(text: str) -> Iterator[Edit]:
    around: Counter[str] | None = None
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        letters = word.translate(_PHONETIC)
        if _is_mixed(letters) and not _NAME_WITH_ENDING.fullmatch(word):
            if around is None:
                around = _beyond_doubt(text[:_ENOUGH])
            letters = _in_one_alphabet(letters, around)
        if letters != word:
            yield *match.span(), letters


def _is_mixed(word: str) -> bool:
    return len({script(char) for char in word if char.isalpha()}) > 1


def _beyond_doubt(text: str) -> Counter[str]:
    """How many letters a text has of each alphabet, leaving out those that look alike."""
    return Counter(script(char) for char in text if char.isalpha() and ord(char) not in _DOUBTFUL)


def _in_one_alphabet(word: str, around: Counter[str]) -> str:
    """A word in the one alphabet that it can be written in, or mostly is written in.

    What only resembles a letter is taken for it where the alphabets change to and fro, or in the
    first letter; a foreign stem with an ending of the writer's language is left alone.
    """
    word = word.translate(_RARE)
    order = [script(char) for char in word if char.isalpha()]
    own = Counter(order)
    for name in sorted(own, key=lambda name: (-around[name], -own[name], name)):
        new = word.translate(_ALIKE.get(name, {}))
        if all(script(char) == name for char in new if char.isalpha()):
            return new
    best = min(own, key=lambda name: (-own[name], -around[name], name))
    changes = sum(before != after for before, after in pairwise(order))
    starts_foreign = order[:1] != order[1:2] == order[2:3]
    if best not in _ALIKE or (changes == 1 and not starts_foreign):
        return word
    return word.translate(_ALIKE[best]).translate(_SIMILAR[best])
