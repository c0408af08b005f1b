"""Scopes: where, and for whom, a rule or an override holds."""

import re
from dataclasses import dataclass, fields
from functools import cache

from bot.model import Message
from bot.rulebook.levels import Levels, read_levels
from bot.rulebook.mistakes import Mistakes
from bot.rulebook.tree import Path, Plain
from bot.rulebook.wording import Find, find_names

Patterns = tuple[str, ...]
"""Names in lower case, `*` for any letters; any of them will do. Empty: whatever it is."""
_ID = re.compile(r"[\d!:@]")
"""What makes a name look like an id."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All that is given must fit. The fields stand in order of weight: the last is the nearest."""

    platform: Patterns = ()
    community: Patterns = ()
    channel: Patterns = ()
    """Ids or names of conversations."""
    role: Patterns = ()
    level: Patterns = ()
    user: Patterns = ()
    """Ids of members."""

    def holds(self, message: Message, level: str) -> bool:
        """Whether a message, by an author of that level, lies in it."""
        where, author = message.conversation, message.author
        return (
            _fits(self.platform, where.platform)
            and _fits(self.community, where.community)
            and _fits(self.channel, where.id, where.name)
            and _fits(self.role, *author.roles)
            and (not self.level or level in self.level)
            and _fits(self.user, author.id)
        )

    def apart(self, other: "Scope") -> bool:
        """Whether no message lies in both, as far as names without `*` tell.

        Of roles a member can have several, and a name and an id can be of the same channel.
        """
        alone = (one.name for one in fields(self) if one.name != "role")
        return any(_apart(getattr(self, name), getattr(other, name)) for name in alone)

    @property
    def rank(self) -> tuple[int, ...]:
        """The higher, the more specific: 2 for names, 1 for a pattern, 0 for what is not given."""
        values = [getattr(self, one.name) for one in reversed(fields(self))]
        return tuple(min((1 if "*" in name else 2 for name in v), default=0) for v in values)

    def __str__(self) -> str:
        given = ((one.name, getattr(self, one.name)) for one in fields(self))
        return ", ".join(f"{name} {' or '.join(v)}" for name, v in given if v) or "everywhere"


def _fits(patterns: Patterns, *names: str) -> bool:
    return not patterns or any(map(_finder(patterns), names))


def _apart(some: Patterns, others: Patterns) -> bool:
    both = (*some, *others)
    alike = len({_ID.search(name) is None for name in both}) == 1
    return (
        bool(some and others)
        and alike
        and set(some).isdisjoint(others)
        and not any("*" in name for name in both)
    )


@cache
def _finder(patterns: Patterns) -> Find:
    return find_names(patterns)


def read_scope(plain: Plain, path: Path, levels: Levels, mistakes: Mistakes) -> Scope | None:
    """The scope at this path; None when there is a mistake."""
    known = [one.name for one in fields(Scope)]
    if not isinstance(plain, dict) or not plain:
        mistakes.add(path, "`where` is a mapping such as `{channel: help}`")
        return None
    found: dict[str, Patterns] = {}
    for key, value in plain.items():
        if key not in known:
            mistakes.unknown((*path, key), "key", key, known, key=True)
        elif key == "level":
            found[key] = read_levels(value, (*path, key), levels, mistakes)
        else:
            found[key] = _patterns(key, value, (*path, key), mistakes)
    return Scope(**found) if len(found) == len(plain) and all(found.values()) else None


def _patterns(key: str, value: Plain, path: Path, mistakes: Mistakes) -> Patterns:
    items = value if isinstance(value, list) else [value]
    names = [item.strip() for item in items if isinstance(item, str) and item.strip()]
    if not names or len(names) < len(items):
        mistakes.add(path, f"`{key}` takes a name or a list of names; `*` stands for any letters")
        return ()
    return tuple(name.casefold().removeprefix("#") for name in names)
