"""JSON Schema of single values: as an editor reads them, where a bare number or `true` is no text.

Each pattern means the same to Python and to the JavaScript of editors: no `\\w`, no `\\d`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.durations import said
from bot.rulebook.clock import DAYS
from bot.rulebook.texts_in import CASE, HOW, LIST

Schema = dict[str, Any]
"""One schema, or a part of one."""

_LETTER = r"[^\s!-,./:-@\[-^`{-~]"
"""A letter of any script, a digit, `_` or `-`."""
_NAME = rf"(?!-){_LETTER}+"
_OPERATOR = "(?:>=|<=|==|>|<)"
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_SHARE = r"(?:0{1,9}(?:\.[0-9]{1,9})?|0{0,8}1(?:\.0{1,9})?)"
_LASTING = r"(?:[0-9]{1,9}\s*[smhdw]\s*)+"
_NO_ZERO = r"(?!\s*0+(?:\.0+)?\s*$)"
_HOUR = "(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"


def ref(name: str) -> Schema:
    """A part of the schema that is written down once."""
    return {"$ref": f"#/$defs/{name}"}


def either(*options: Schema) -> Schema:
    """Any of these."""
    return {"anyOf": list(options)}


def one_or_more(item: Schema, *, empty: bool = False) -> Schema:
    """A value, or a list of such values."""
    return either(item, {"type": "array", "items": item, **({} if empty else {"minItems": 1})})


def mapping(keys: Mapping[str, Schema], **more: object) -> Schema:
    """A mapping with these keys, none of them needed, and no others."""
    return {"type": "object", "properties": dict(keys), "additionalProperties": False, **more}


def matching(pattern: str, wanted: str) -> Schema:
    """A text of a pattern; `wanted` is what an editor says of one that does not fit."""
    return {"type": "string", "pattern": pattern, "patternErrorMessage": wanted}


def text(**limits: object) -> Schema:
    """A text, be it a number or a flag to other readers of YAML."""
    return {"type": ["string", "number", "boolean"], **limits}


def name(**limits: object) -> Schema:
    """A name of one word."""
    wanted = "A name has letters, digits, `-` and `_` only."
    return text(pattern=f"^{_NAME}$", patternErrorMessage=wanted, **limits)


def number(**bare: object) -> Schema:
    """A number, which may stand in quotes; only a bare one is held against its limits."""
    digits = r"[+-]?[0-9]+(?:\.[0-9]*)?"
    return either(bare, matching(rf"^\s*{digits}\s*$", "A number is wanted here."))


def flag() -> Schema:
    """`true` or `false`, which may stand in quotes."""
    return either({"type": "boolean"}, matching("^(?:true|false)$", "It is true or false."))


def words(some: Iterable[str]) -> Schema:
    """One of some words; a number among them may stand bare."""
    known = list(some)
    bare = [int(word) for word in known if word.isdigit()]
    return either({"enum": bare}, {"enum": known}) if bare else {"enum": known}


def lasting(**limits: object) -> Schema:
    """A duration; plain seconds are held against its limits."""
    pattern = rf"^\s*(?:[0-9]{{1,9}}|{_LASTING})\s*$"
    long = matching(pattern, "A duration is wanted here, such as 30m, 1h or 1d.")
    return either(long, {"type": "integer", "minimum": 0, **limits})


def lasted(seconds: int) -> str:
    """A default as people write it."""
    return said(seconds)


def _compared(limit: str, zero: str = _NO_ZERO) -> str:
    one = rf"{_OPERATOR}\s*{limit}"
    return rf"^{zero}\s*(?:{_OPERATOR}?\s*{limit}|{one}(?:\s*,\s*{one})+)\s*$"


def count() -> Schema:
    """A comparison with a number."""
    wanted = "A comparison is wanted here, such as >= 3, or >= 3, < 10."
    bare = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 10**9}
    return {**either(bare, matching(_compared(_NUMBER), wanted)), "examples": [">= 3", "== 0"]}


def share() -> Schema:
    """A comparison with a number of 0 to 1."""
    wanted = "A comparison with a number of 0 to 1 is wanted here, such as >= 0.8."
    bare = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}
    compared = matching(_compared(_SHARE), wanted)
    return {**either(bare, compared), "examples": [">= 0.8", ">= 0.4, < 0.7"]}


def score() -> Schema:
    """`likely`, `very likely`, a flag, or a comparison with a number of 0 to 1."""
    rest = share()
    sure = either({"enum": ["likely", "very likely"]}, flag(), *rest["anyOf"])
    return {**sure, "examples": ["likely", *rest["examples"]]}


def duration() -> Schema:
    """A comparison with a duration."""
    wanted = "A comparison with a duration is wanted here, such as < 7d."
    return {**matching(_compared(_LASTING, zero=""), wanted), "examples": ["< 7d", ">= 1h"]}


def _listed() -> Schema:
    known = {LIST: {"description": "The name of one of the `lists`.", **text()}}
    return mapping(known, required=[LIST])


def texts(one: Schema | None = None) -> Schema:
    """A text, a list of texts, or one of the rulebook's `lists`."""
    return one_or_more(either(one or text(pattern=r"\S"), _listed()))


def language() -> Schema:
    """Codes such as `pl`."""
    return texts(matching(r"^[a-z]{2,3}$", "A language code is wanted here, such as pl."))


def hours() -> Schema:
    """A span of a day."""
    pattern = rf"^\s*{_HOUR}\s*[-–]\s*(?:{_HOUR}|24:00)\s*$"
    return matching(pattern, "Hours of a day are wanted here, such as 22:00-07:00.")


def days() -> Schema:
    """A day of the week, or several in a row."""
    wanted = "Days are wanted here, such as sat, or mon-fri."
    return either({"enum": list(DAYS)}, matching(r"^\s*[A-Za-z]+\s*(?:-\s*[A-Za-z]+\s*)?$", wanted))


def level(names: Sequence[str]) -> Schema:
    """A level, compared."""
    wanted = "A level is wanted here, such as >= moderator."
    known = [f"{op}{one}" for op in ("", ">= ") for one in names]
    pattern = rf"^\s*{_OPERATOR}?\s*{_NAME}\s*$"
    return either({"enum": known}, matching(pattern, wanted))


KINDS: Mapping[str, Callable[[], Schema]] = {
    "score": score,
    "share": share,
    "count": count,
    "points": count,
    "duration": duration,
    "flag": flag,
    "language": language,
    "name": texts,
    "text": texts,
}
"""What is asked of a signal, by its kind; `time` has a model of its own."""
MODIFIED: Mapping[str, str] = {
    "points": rf"\(\s*{_NAME}\s*\)",
    "text": rf"\(\s*(?:(?:{'|'.join(HOW)})\s*(?:,\s*{CASE}\s*)?"
    rf"|{CASE}\s*(?:,\s*(?:{'|'.join(HOW)})\s*)?)\)",
}
"""The pattern of what may stand behind the name of a signal, by its kind."""
