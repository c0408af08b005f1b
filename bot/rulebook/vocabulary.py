"""What a rulebook says once and its rules refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def _own() -> dict[str, frozenset[str]]:
    return {name: frozenset({name}) for name in ("moderator", "admin")}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that conditions may use beside the signals."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words by the name of their list."""
    levels: Mapping[str, frozenset[str]] = field(default_factory=_own)
    """The levels above `member`, lowest first, each with its role names in lower case."""
    rules: frozenset[str] = frozenset()
    """The ids of all rules."""
    policies: frozenset[str] = frozenset()
    """The names of all policies."""
    timezone: str = "UTC"
    """The IANA zone of the community's clock."""
