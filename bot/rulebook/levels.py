"""Levels: who stands where in a community, by the names of their roles."""

import re
from collections.abc import Mapping, Sequence

from bot.rulebook.conditions import OPERATORS
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.tree import Path, Plain

Levels = Mapping[str, frozenset[str]]
"""The levels above `member`, lowest first, each with its role names in lower case."""

MEMBER = "member"
"""Everybody who has no level."""
NOBODY = "nobody"
_LEVEL = re.compile(r"(>=|<=|==|>|<|)\s*([\w-]+)")


def ranked(given: Mapping[str, Sequence[str]]) -> Levels:
    """All levels, lowest first.

    `moderator` and `admin` always exist; one that is not given has the role of its own name.
    """
    names = list(given)
    if "moderator" not in names:
        names.insert(names.index("admin") if "admin" in names else len(names), "moderator")
    if "admin" not in names:
        names.append("admin")
    return {name: frozenset(role.casefold() for role in given.get(name, [name])) for name in names}


def level_of(levels: Levels, roles: Sequence[str]) -> str:
    """The highest level that one of these roles gives; `member` when none does."""
    held = {role.casefold() for role in roles}
    return next((name for name in reversed(list(levels)) if levels[name] & held), MEMBER)


def check_order(given: Sequence[str], path: Path, mistakes: Mistakes) -> None:
    """Note levels that would mislead: a renamed everybody, an admin below a moderator."""
    if MEMBER in given:
        mistakes.add(
            (*path, MEMBER), f"`{MEMBER}` is everybody without a level; it has no roles", key=True
        )
    above = given[given.index("moderator") + 1 :] if "moderator" in given else ()
    for name in above:
        if name not in (MEMBER, "admin") and "admin" not in above[above.index(name) :]:
            said = f"`{name}` stands above the staff, and is spared as they are: later is higher"
            mistakes.warn((*path, name), said, key=True)
    if "moderator" in given and "admin" in given[: given.index("moderator")]:
        mistakes.add(
            (*path, "admin"), "`admin` must stand below `moderator`: later is higher", key=True
        )


def read_exempt(plain: Plain, path: Path, levels: Levels, mistakes: Mistakes) -> tuple[str, ...]:
    """The levels that `{level: ">= moderator"}` names; a bare level means it and those above."""
    if plain == NOBODY:
        return ()
    if not isinstance(plain, dict) or not plain:
        mistakes.add(path, f'`exempt` is `{{level: ">= moderator"}}` or `{NOBODY}`')
        return ()
    for key in plain.keys() - {"level"}:
        mistakes.unknown((*path, key), "key", key, ["level"], key=True)
    if "level" not in plain:
        return ()
    place = (*path, "level")
    found = read_levels(plain["level"], place, levels, mistakes)
    if len(found) > len(levels):
        mistakes.add(place, "this exempts everybody")
    return found


def read_levels(value: Plain, path: Path, levels: Levels, mistakes: Mistakes) -> tuple[str, ...]:
    """The levels that a comparison names; none when there is a mistake."""
    match = _LEVEL.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        mistakes.add(path, "`level` is a level such as `>= moderator`")
        return ()
    order = [MEMBER, *levels]
    if match[2] not in order:
        mistakes.unknown(path, "level", match[2], order)
        return ()
    limit, holds = order.index(match[2]), OPERATORS[match[1] or ">="]
    found = tuple(name for at, name in enumerate(order) if holds(at, limit))
    if not found:
        mistakes.add(path, f"no level is `{value}`")
    return found
