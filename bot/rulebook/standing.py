"""`level`: how high the author stands, by the roles that give a level."""

from dataclasses import dataclass

from bot.model import Value
from bot.rulebook.asked import Asked, Wrong
from bot.rulebook.conditions import Condition, Leaf, Seen
from bot.rulebook.levels import Levels, level_of, read_levels

ROLES = "roles"
"""The signal that a level is read from."""


@dataclass(frozen=True, slots=True)
class Level(Leaf):
    """One of some levels."""

    wanted: tuple[str, ...]
    said: str
    """How the rule file says which, such as `>= moderator`."""
    levels: Levels

    def holds(self, seen: Seen) -> bool | None:
        """Unknown when the roles are."""
        level = self.value(seen)
        return None if level is None else level in self.wanted

    def value(self, seen: Seen) -> Value:
        """The author's level."""
        roles = seen.signals[ROLES]
        return None if roles.value is None else level_of(self.levels, roles.forms)

    def need(self, seen: Seen) -> str:
        """As it is said."""
        return self.said

    def evidence(self, seen: Seen) -> str:
        """Where the level comes from."""
        return seen.signals[ROLES].evidence

    @property
    def signals(self) -> tuple[str, ...]:
        """The roles."""
        return (ROLES,)


def read_level(asked: Asked) -> Condition:
    """A level, compared; a bare one means it and those above."""
    asked.unmodified()
    wanted = read_levels(asked.value, asked.path, asked.known.levels, asked.mistakes)
    if not wanted:
        raise Wrong
    said = str(asked.value).strip()
    return Level(asked.name, wanted, said if said[0] in "<>=" else f">= {said}", asked.known.levels)
