"""What a rulebook says once and its rules refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that conditions may use beside the signals."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words by the name of their list."""
    levels: tuple[str, ...] = ("member", "moderator", "admin")
    """The lowest first."""
    rules: frozenset[str] = frozenset()
    """The ids of all rules."""
    timezone: str = "UTC"
    """The IANA zone of the community's clock."""
