"""What `when` and `guard` say, read into conditions and checked against the signals there are."""

import re
from collections.abc import Callable, Mapping

from bot import signals
from bot.registry import modules
from bot.rulebook.conditions import All, Compare, Condition, Either, Is, Likely, Not, Wording
from bot.rulebook.mistakes import Mistakes, nearest
from bot.rulebook.tree import Path, Plain
from bot.rulebook.wording import find_patterns, find_words

_KEY = re.compile(r"([^\s()]+)\s*(?:\(([^()]*)\))?")
_COMPARISON = re.compile(r"(>=|<=|==|>|<|)\s*(\d{1,9}(?:\.\d{1,9})?)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SLIPS = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<=", ",": "."}
"""What people type when they mean a comparison."""
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
    """What is wrong with a value; or with the item of it that `item` points to."""

    def __init__(self, text: str, *item: int) -> None:
        super().__init__(text)
        self.item = item


def read_condition(plain: Plain, path: Path, mistakes: Mistakes) -> Condition | None:
    """The condition at this path; several keys mean all of them. None when there is a mistake."""
    if not isinstance(plain, dict) or not plain:
        mistakes.add(path, "a condition is a mapping such as `{insult: likely}`")
        return None
    parts = [_entry(key, value, (*path, key), mistakes) for key, value in plain.items()]
    return _joined(parts, All)


def _joined(
    parts: list[Condition | None], join: Callable[[tuple[Condition, ...]], Condition]
) -> Condition | None:
    found = tuple(part for part in parts if part is not None)
    if len(found) < len(parts):
        return None
    return found[0] if len(found) == 1 else join(found)


def _entry(key: str, value: Plain, path: Path, mistakes: Mistakes) -> Condition | None:
    if key == "not":
        part = read_condition(value, path, mistakes)
        return part and Not(part)
    if key in _GROUPS:
        return _group(key, value, path, mistakes)
    match = _KEY.fullmatch(key)
    known = modules(signals)
    name = match[1] if match else key
    if match is None or name not in known:
        mistakes.unknown(path, "signal", name, [*known, *_GROUPS], key=True)
        return None
    if value is None:
        mistakes.add(path, f"`{key}` has no value", key=True)
        return None
    try:
        return _READERS[known[name].KIND](name, value, _modifiers(match[2]))
    except _Wrong as wrong:
        mistakes.add((*path, *wrong.item), str(wrong))
    return None


def _group(key: str, value: Plain, path: Path, mistakes: Mistakes) -> Condition | None:
    if not isinstance(value, list) or not value:
        mistakes.add(path, f"`{key}` takes a list of conditions, each with a `-` or in brackets")
        return None
    parts = [read_condition(item, (*path, at), mistakes) for at, item in enumerate(value)]
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
    found = _number(name, value, modifiers, also)
    if found.limit > 1:
        share = found.limit / _PERCENT
        meant = f"; did you mean `{found.op} {share:g}`?" if share <= 1 else ""
        raise _Wrong(f"`{name}` goes from 0 to 1, so `{value}` is out of its range{meant}")
    return found


def _number(name: str, value: Plain, modifiers: list[str], also: tuple[str, ...] = ()) -> Compare:
    """A comparison; a bare number means at least that much."""
    _no(modifiers, name)
    match = _COMPARISON.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise _Wrong(_no_comparison(name, value, also))
    if not match[1] and not float(match[2]):
        raise _Wrong(f"`{name}: 0` would always hold; write `== 0` for none, `> 0` for some")
    return Compare(name, match[1] or ">=", float(match[2]))


def _no_comparison(name: str, value: Plain, also: tuple[str, ...]) -> str:
    if not isinstance(value, str):
        return f"`{name}` takes a comparison such as `>= 0.8`"
    if value in _SURE:
        return f"`{name}` is a number: write a comparison such as `>= 3`, not `{value}`"
    meant = value
    for slip, right in _SLIPS.items():
        meant = meant.replace(slip, right)
    near = nearest(value, [meant] if _COMPARISON.fullmatch(meant) else also)
    return f"`{value}` is no comparison such as `>= 0.8`{near.partition('; known')[0]}"


def _flag(name: str, value: Plain, modifiers: list[str]) -> Condition:
    _no(modifiers, name)
    if value not in ("true", "false"):
        said = f", not `{value}`" if isinstance(value, str) else ""
        raise _Wrong(f"`{name}` is `true` or `false`{said}")
    return Is(name, (value == "true",))


def _language(name: str, value: Plain, modifiers: list[str]) -> Condition:
    _no(modifiers, name)
    codes = _texts(name, value)
    for at, code in enumerate(codes):
        if not _LANGUAGE.fullmatch(code):
            raise _Wrong(f"`{code}` is no language code such as `pl`", *_item(value, at))
    return Is(name, tuple(codes))


def _text(name: str, value: Plain, modifiers: list[str]) -> Condition:
    known = [*_HOW, _CASE]
    for word in modifiers:
        if word not in known:
            raise _Wrong(f"unknown modifier `{word}`{nearest(word, known)}")
    ways = [_HOW[word] for word in modifiers if word in _HOW] or ["word"]
    if len(ways) > 1:
        raise _Wrong(f"only one of {', '.join(f'`{word}`' for word in _HOW)} can be asked at once")
    words, case_sensitive = _texts(name, value), _CASE in modifiers
    if ways[0] != "pattern":
        try:
            find = find_words(words, ways[0], case_sensitive)
        except ValueError as error:
            raise _Wrong(f"too many words: {error}") from None
        return Wording(name, ways[0], tuple(words), case_sensitive, find)
    for at, pattern in enumerate(words):
        _check_pattern(pattern, _item(value, at))
    return Wording(
        name, ways[0], tuple(words), case_sensitive, find_patterns(words, case_sensitive)
    )


def _check_pattern(pattern: str, item: tuple[int, ...]) -> None:
    try:
        find = find_patterns([pattern], case_sensitive=False)
    except ValueError as error:
        raise _Wrong(f"RE2 refuses the pattern `{pattern}`: {error}", *item) from None
    if find("") is not None:
        raise _Wrong(f"the pattern `{pattern}` fits every text", *item)
    if "\\b" in pattern and not pattern.isascii():
        raise _Wrong(
            f"in the pattern `{pattern}`, `\\b` knows only the letters a to z: ask for whole words"
            " with `text`, without `regex`",
            *item,
        )


def _texts(name: str, value: Plain) -> list[str]:
    """One text or a list of them."""
    items = value if isinstance(value, list) else [value]
    texts = [item for item in items if isinstance(item, str) and item.strip()]
    if not texts or len(texts) < len(items):
        raise _Wrong(f"`{name}` takes a text or a list of texts, none of them empty")
    return texts


def _item(value: Plain, at: int) -> tuple[int, ...]:
    return (at,) if isinstance(value, list) else ()


def _no(modifiers: list[str], name: str) -> None:
    if modifiers:
        raise _Wrong(f"`{name}` takes no modifiers such as `({modifiers[0]})`; only `text` does")


_READERS: Mapping[str, Callable[[str, Plain, list[str]], Condition]] = {
    "score": _score,
    "share": _share,
    "count": _number,
    "flag": _flag,
    "language": _language,
    "text": _text,
}
