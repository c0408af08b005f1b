"""What `when` and `guard` say, read into conditions and checked against the signals there are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import signals
from bot.registry import modules
from bot.rulebook.asked import Asked, Wrong
from bot.rulebook.clock import read_clock
from bot.rulebook.conditions import All, Condition, Either, Leaf, Not
from bot.rulebook.counted import read_seen
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.numbers_in import (
    read_count,
    read_duration,
    read_points,
    read_score,
    read_share,
)
from bot.rulebook.standing import read_level
from bot.rulebook.texts_in import read_flag, read_language, read_name, read_text
from bot.rulebook.tree import Path, Plain
from bot.rulebook.vocabulary import Vocabulary

GROUPS = ("all", "any", "not")
Reader = Callable[[Asked], Condition]
KINDS: Mapping[str, Reader] = {
    "score": read_score,
    "share": read_share,
    "count": read_count,
    "points": read_points,
    "duration": read_duration,
    "flag": read_flag,
    "language": read_language,
    "name": read_name,
    "text": read_text,
    "time": read_clock,
}
"""How the value of a signal is asked for, by its kind."""
MORE: Mapping[str, Reader] = {"level": read_level, "seen": read_seen}
"""What can be asked that is no signal of its own."""
_KEY = re.compile(r"([^\s()]+)\s*(?:\(([^()]*)\))?")


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
    if key in GROUPS:
        return _group(key, value, path, mistakes, known)
    match = _KEY.fullmatch(key)
    name = match[1] if match else key
    reader = _reader(name)
    if match is None or reader is None:
        _strange(name, path, mistakes)
        return None
    if value is None:
        mistakes.add(path, f"`{key}` has no value", key=True)
        return None
    modifiers = tuple(word.strip() for word in match[2].split(",")) if match[2] else ()
    try:
        return _placed(reader(Asked(name, modifiers, value, path, mistakes, known)), path)
    except Wrong as wrong:
        for place, text in wrong.faults:
            mistakes.add((*path, *place), text)
    return None


def _strange(key: str, path: Path, mistakes: Mistakes) -> None:
    if key.count("(") == key.count(")"):
        mistakes.unknown(path, "signal", key, [*modules(signals), *MORE, *GROUPS], key=True)
    else:
        said = f"`{key}` is half a key: between `{{` and `}}`, a key with a comma goes in quotes"
        mistakes.add(path, said, key=True)


def _reader(name: str) -> Reader | None:
    file = modules(signals).get(name)
    return MORE.get(name) if file is None else KINDS[file.KIND]


def _placed(condition: Condition, path: Path) -> Condition:
    """The condition, whose leaves know where the file says them."""
    if isinstance(condition, All):
        return All(tuple(_placed(part, path) for part in condition.parts))
    return replace(condition, path=path) if isinstance(condition, Leaf) else condition


def _group(
    key: str, value: Plain, path: Path, mistakes: Mistakes, known: Vocabulary
) -> Condition | None:
    if not isinstance(value, list) or not value:
        mistakes.add(path, f"`{key}` takes a list of conditions, each with a `-` or in brackets")
        return None
    parts = [read_condition(item, (*path, at), mistakes, known) for at, item in enumerate(value)]
    return _joined(parts, All if key == "all" else Either)
