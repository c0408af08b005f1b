"""What `when` and `guard` say, read into conditions and checked against the signals there are."""

import re
from collections.abc import Callable, Mapping, Sequence

from bot import signals
from bot.registry import modules
from bot.rulebook.conditions import All, Compare, Condition, Either, Is, Likely, Not, Wording
from bot.rulebook.mistakes import Mistakes, nearest
from bot.rulebook.tree import Path, Plain
from bot.rulebook.vocabulary import Vocabulary
from bot.rulebook.wording import Find, find_patterns, find_words

_KEY = re.compile(r"([^\s()]+)\s*(?:\(([^()]*)\))?")
_COMPARISON = re.compile(r"(>=|<=|==|>|<|)\s*(\d{1,9}(?:\.\d{1,9})?)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SLIPS = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", ",": "."}
"""What people type when they mean a comparison."""
_NO_CODE = "`%s` is no language code such as `pl`"
_GROUPS = ("all", "any", "not")
_HOW = {
    "includes-word": "word",
    "includes": "includes",
    "starts-with": "starts with",
    "regex": "pattern",
}
_PERCENT = 100
_CASE = "case-sensitive"
_SURE = ("likely", "very likely", "true", "false")


class _Wrong(Exception):
    """What is wrong with a value, or with items of it: each text with its place in the value."""

    def __init__(self, *faults: tuple[Path, str]) -> None:
        super().__init__()
        self.faults = faults


def read_condition(
    plain: Plain, path: Path, mistakes: Mistakes, known: Vocabulary
) -> Condition | None:
    """The condition at this path; several keys mean all of them. None when there is a mistake."""
    if not isinstance(plain, dict) or not plain:
        mistakes.add(path, "a condition is a mapping such as `{insult: likely}`")
        return None
    parts = [_entry(key, value, (*path, key), mistakes, known) for key, value in plain.items()]
    return _joined(parts, All)


def _joined(
    parts: list[Condition | None], join: Callable[[tuple[Condition, ...]], Condition]
) -> Condition | None:
    found = tuple(part for part in parts if part is not None)
    if len(found) < len(parts):
        return None
    return found[0] if len(found) == 1 else join(found)


def _entry(
    key: str, value: Plain, path: Path, mistakes: Mistakes, known: Vocabulary
) -> Condition | None:
    if key == "not":
        part = read_condition(value, path, mistakes, known)
        return part and Not(part)
    if key in _GROUPS:
        return _group(key, value, path, mistakes, known)
    match = _KEY.fullmatch(key)
    files = modules(signals)
    name = match[1] if match else key
    if match is None or name not in files:
        mistakes.unknown(path, "signal", name, [*files, *_GROUPS], key=True)
        return None
    if value is None:
        mistakes.add(path, f"`{key}` has no value", key=True)
        return None
    try:
        return _READERS[files[name].KIND](name, value, _modifiers(match[2]))
    except _Wrong as wrong:
        for place, text in wrong.faults:
            mistakes.add((*path, *place), text)
    return None


def _group(
    key: str, value: Plain, path: Path, mistakes: Mistakes, known: Vocabulary
) -> Condition | None:
    if not isinstance(value, list) or not value:
        mistakes.add(path, f"`{key}` takes a list of conditions, each with a `-` or in brackets")
        return None
    parts = [read_condition(item, (*path, at), mistakes, known) for at, item in enumerate(value)]
    return _joined(parts, All if key == "all" else Either)


def _modifiers(written: str | None) -> list[str]:
    return [word.strip() for word in written.split(",")] if written else []


def _score(name: str, value: Plain, modifiers: list[str]) -> Condition:
    if value in ("true", "false"):
        return Likely(name, "likely", wanted=value == "true")
    if value in _SURE:
        return Likely(name, str(value))
    return _share(name, value, modifiers, _SURE)


def _share(name: str, value: Plain, modifiers: list[str], also: tuple[str, ...] = ()) -> Condition:
    found = _compare(name, value, modifiers, ">= 0.8", also)
    if found.limit > 1:
        share = found.limit / _PERCENT
        percent = found.limit.is_integer() and share <= 1
        meant = f"; did you mean `{found.op} {share:g}`?" if percent else ""
        raise _wrong(f"`{name}` goes from 0 to 1, so `{value}` is out of its range{meant}")
    return found


def _number(name: str, value: Plain, modifiers: list[str]) -> Condition:
    return _compare(name, value, modifiers, ">= 3")


def _compare(
    name: str, value: Plain, modifiers: list[str], example: str, also: tuple[str, ...] = ()
) -> Compare:
    """A comparison; a bare number means at least that much."""
    _no(modifiers, name)
    match = _COMPARISON.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise _wrong(_no_comparison(name, value, example, also))
    if not match[1] and not float(match[2]):
        raise _wrong(f"`{name}: 0` would always hold; write `== 0` for none, `> 0` for some")
    return Compare(name, match[1] or ">=", float(match[2]))


def _no_comparison(name: str, value: Plain, example: str, also: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value in _SURE:
        said = f", not `{value}`" if isinstance(value, str) else ""
        return f"`{name}` takes a comparison such as `{example}`{said}"
    meant = value
    for slip, right in _SLIPS.items():
        meant = meant.replace(slip, right)
    near = nearest(value, also).partition("; known")[0]
    if _COMPARISON.fullmatch(meant):
        near = f"; did you mean `{meant}`?"
    return f"`{value}` is no comparison such as `{example}`{near}"


def _flag(name: str, value: Plain, modifiers: list[str]) -> Condition:
    _no(modifiers, name)
    if value not in ("true", "false"):
        said = f", not `{value}`" if isinstance(value, str) else ""
        raise _wrong(f"`{name}` is `true` or `false`{said}")
    return Is(name, (value == "true",))


def _language(name: str, value: Plain, modifiers: list[str]) -> Condition:
    _no(modifiers, name)
    codes = _texts(name, value)
    _all_fine(value, [None if _LANGUAGE.fullmatch(code) else _NO_CODE % code for code in codes])
    return Is(name, tuple(codes))


def _text(name: str, value: Plain, modifiers: list[str]) -> Condition:
    known = [*_HOW, _CASE]
    for word in modifiers:
        if word not in known:
            raise _wrong(f"unknown modifier `{word}`{nearest(word, known)}")
    ways = [_HOW[word] for word in modifiers if word in _HOW] or ["word"]
    if len(ways) > 1:
        raise _wrong(f"only one of {', '.join(f'`{word}`' for word in _HOW)} can be asked at once")
    how, words, case_sensitive = ways[0], _texts(name, value), _CASE in modifiers
    if how == "pattern":
        _all_fine(value, [_fault(pattern) for pattern in words])
        find = find_patterns(words, case_sensitive)
    else:
        find = _found(words, how, case_sensitive)
    return Wording(name, how, tuple(words), case_sensitive, find)


def _found(words: list[str], how: str, case_sensitive: bool) -> Find:
    try:
        return find_words(words, how, case_sensitive)
    except ValueError as error:  # pragma: no cover - more words than a file of 1 MB can hold
        raise _wrong(f"RE2 refuses {len(words)} words: {error}") from None


def _fault(pattern: str) -> str | None:
    """What speaks against a pattern, if anything."""
    try:
        find = find_patterns([pattern], case_sensitive=False)
    except ValueError as error:
        return f"RE2 refuses the pattern `{pattern}`: {error}"
    if find("") is not None:
        return f"the pattern `{pattern}` fits every text"
    if "\\b" in pattern and not pattern.isascii():
        return f"in `{pattern}`, `\\b` knows only the letters a to z; use `text` without `regex`"
    return None


def _texts(name: str, value: Plain) -> list[str]:
    """One text or a list of them."""
    items = value if isinstance(value, list) else [value]
    texts = [item for item in items if isinstance(item, str) and item.strip()]
    if not texts or len(texts) < len(items):
        raise _wrong(f"`{name}` takes a text or a list of texts, none of them empty")
    return texts


def _all_fine(value: Plain, faults: Sequence[str | None]) -> None:
    """Nothing, when no item of a value has a fault."""
    found = [
        ((at,) if isinstance(value, list) else (), fault)
        for at, fault in enumerate(faults)
        if fault is not None
    ]
    if found:
        raise _Wrong(*found)


def _no(modifiers: list[str], name: str) -> None:
    if modifiers:
        raise _wrong(f"`{name}` takes no modifiers such as `({modifiers[0]})`; only `text` does")


def _wrong(text: str) -> _Wrong:
    return _Wrong(((), text))


_READERS: Mapping[str, Callable[[str, Plain, list[str]], Condition]] = {
    "score": _score,
    "share": _share,
    "count": _number,
    "flag": _flag,
    "language": _language,
    "text": _text,
}
