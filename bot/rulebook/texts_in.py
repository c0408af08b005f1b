"""Flags; texts, names and languages: alone, in a list, or from one of the rulebook's `lists`."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.rulebook.asked import Asked, Wrong, wrong
from bot.rulebook.conditions import Condition, Is, Wording
from bot.rulebook.leaves import Named
from bot.rulebook.mistakes import nearest
from bot.rulebook.patterns import objection
from bot.rulebook.tree import Path, Plain
from bot.rulebook.wording import Find, find_names, find_patterns, find_words

HOW = {
    "includes-word": "word",
    "includes": "includes",
    "starts-with": "starts with",
    "ends-with": "ends with",
    "full-exact": "exactly",
    "regex": "pattern",
}
"""How a text is searched, by the modifier that says so; the first is the default."""
CASE = "case-sensitive"
LIST = "list"
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Item(NamedTuple):
    """One text, its place in the value, and the list it comes from, if any."""

    place: Path
    text: str
    list: str = ""


def read_text(asked: Asked) -> Condition:
    """Words or patterns; modifiers say how they are looked for, in any order."""
    for word in asked.modifiers:
        if word not in (*HOW, CASE):
            raise wrong(f"unknown modifier `{word}`{nearest(word, (*HOW, CASE))}")
    ways = [HOW[word] for word in asked.modifiers if word in HOW] or ["word"]
    if len(ways) > 1:
        raise wrong(f"only one of {', '.join(f'`{word}`' for word in HOW)} can be asked at once")
    how, items, case_sensitive = ways[0], items_of(asked), CASE in asked.modifiers
    if how == "pattern":
        _all_fine(items, objection)
    words = _texts(items)
    return Wording(asked.name, how, words, case_sensitive, _finder(words, how, case_sensitive))


def read_flag(asked: Asked) -> Condition:
    """True or false."""
    asked.unmodified()
    if asked.value not in ("true", "false"):
        said = f", not `{asked.value}`" if isinstance(asked.value, str) else ""
        raise wrong(f"`{asked.name}` is `true` or `false`{said}")
    return Is(asked.name, (asked.value == "true",))


def read_language(asked: Asked) -> Condition:
    """Codes such as `pl`."""
    asked.unmodified()
    items = items_of(asked)
    _all_fine(items, _no_code)
    return Is(asked.name, _texts(items))


def read_name(asked: Asked) -> Condition:
    """Ids or names, in which `*` stands for any letters."""
    asked.unmodified()
    items = [one._replace(text=one.text.strip().removeprefix("#")) for one in items_of(asked)]
    _all_fine(items, lambda name: None if name.strip("*") else f"`{name}` fits every name")
    names = _texts(items)
    return Named(asked.name, names, find_names(names))


def items_of(asked: Asked) -> list[Item]:
    """The texts of a value, with `{list: NAME}` replaced by what the list holds."""
    several = isinstance(asked.value, list)
    values: Sequence[Plain] = asked.value if isinstance(asked.value, list) else [asked.value]
    found: list[Item] = []
    faults: list[tuple[Path, str]] = []
    for at, value in enumerate(values):
        place: Path = (at,) if several else ()
        try:
            found += _items(asked, value, place)
        except Wrong as fault:
            faults += fault.faults
    if faults or not found:
        raise Wrong(*faults) if faults else wrong(_no_text(asked.name))
    return found


def _items(asked: Asked, value: Plain, place: Path) -> list[Item]:
    if isinstance(value, str) and value.strip():
        return [Item(place, value)]
    name = value.get(LIST) if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(name, str):
        raise Wrong((place, _no_text(asked.name)))
    if name not in asked.known.lists:
        lists = asked.known.lists
        near = asked.mistakes.nearest(name, lists) if lists else "; the file has no `lists`"
        raise Wrong(((*place, LIST), f"unknown list `{name}`{near}"))
    return [Item(place, text, name) for text in asked.known.lists[name]]


def _no_text(name: str) -> str:
    return f"`{name}` takes a text, a list of texts or `{{{LIST}: NAME}}`, none of them empty"


def _no_code(code: str) -> str | None:
    return None if _LANGUAGE.fullmatch(code) else f"`{code}` is no language code such as `pl`"


def _all_fine(items: Sequence[Item], fault: Callable[[str], str | None]) -> None:
    """Nothing, when no item has a fault."""
    found = []
    for item in items:
        said = fault(item.text)
        if said is not None:
            found.append((item.place, f"in the list `{item.list}`: {said}" if item.list else said))
    if found:
        raise Wrong(*found)


def _texts(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.text for item in items))


def _finder(words: Sequence[str], how: str, case_sensitive: bool) -> Find:
    if how == "pattern":
        return find_patterns(words, case_sensitive)
    try:
        return find_words(words, how, case_sensitive)
    except ValueError as error:  # pragma: no cover - more words than a file of 1 MB can hold
        raise wrong(f"RE2 refuses {len(words)} words: {error}") from None
