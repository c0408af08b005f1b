"""What people write for a letter: one that looks the same, a digit, one of another alphabet."""

from collections.abc import Mapping


def _table(pairs: str) -> dict[str, str]:
    """What `this:that` pairs say."""
    return {this: that for this, _, that in (pair.partition(":") for pair in pairs.split())}


def _twins(groups: str) -> dict[str, str]:
    """For each letter, those of its group that are not itself."""
    return {letter: group.replace(letter, "") for group in groups.split() for letter in group}


def _with_capitals(table: Mapping[str, str]) -> dict[str, str]:
    return {letter.upper(): others for letter, others in table.items()} | dict(table)


def _font(first: str, capitals: int, small: int, count: int = 26) -> dict[int, int]:
    """The codes of `count` capitals from the first on, and of their small ones, 32 further."""
    big = {ord(first) + at: capitals + at for at in range(count)}
    return big | {ord(first) + 32 + at: small + at for at in range(count)}


TWINS = _twins(
    "aаα cсϲ dԁ eе gɡ hһ iіι jј kκ oоο pрρ qԛ sѕ uυ vν wԝ xхχ yу"
    " AАΑ BВΒ CСϹ EЕΕ HНΗ IІΙ JЈ KКΚ MМΜ NΝ OОΟ PРΡ SЅ TТΤ XХΧ YΥ ZΖ"
)
"""All that a Latin, Cyrillic or Greek letter cannot be told from."""

DIGITS = _with_capitals(
    _table(
        "a:4@ b:8 e:3 g:9 i:1! o:0 s:5$ t:7 а:4@ б:6 в:8 е:3 з:3 о:0 ч:4 і:1 α:4@ ε:3 θ:8 ι:1 ο:0"
    )
)
"""The digits and signs that stand for a letter, by their looks."""

WIDE = _font("A", 0xFF21, 0xFF41)
"""Full-width letters; this and the next are for `str.translate`."""
BOLD = _font("A", 0x1D400, 0x1D41A) | _font("Α", 0x1D6A8, 0x1D6C2, 25)
"""Latin and Greek letters in mathematical bold."""
SQUARES = _font("A", 0x1F170, 0x1F170)
"""White capitals in squares."""
FLAGS = _font("A", 0x1F1E6, 0x1F1E6)
"""Regional indicators: two together make a flag."""
STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")
"""Letters with a stroke that Unicode does not take for a mark."""

BY_SOUND = _table(
    "ου:ou αυ:av ευ:ev α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:ks ο:o π:p ρ:r σ:s"
    " ς:s τ:t υ:i φ:f χ:h ψ:ps ω:o"
)
"""Greek in Latin letters as it is spoken; small letters, without accents."""
BY_LOOKS = BY_SOUND | _table("αυ:au ευ:eu β:b η:h θ:8 ξ:3 υ:y χ:x ω:w")
"""The same as it is written."""

ENGLISH = _table(
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h"
    " ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i ї:yi є:ye ґ:g"
)
"""Russian and Ukrainian in Latin letters, as an English reader would spell it."""
CHATROOM = ENGLISH | _table("ё:jo ж:j й:j х:x ц:c ч:4 щ:sch ь:' ю:ju я:ja ї:ji є:je")
"""The same as people type it."""
UKRAINIAN = _table("г:h и:y")
"""What differs in Ukrainian."""
