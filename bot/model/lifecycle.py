"""What is kept of the rules themselves: which fired in which version, and how people judged it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

IN_FORCE = "in force"
SET_ASIDE = "set aside"
"""A rule file that was replaced by an earlier version without having been in force as it was."""


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One rule that fired on a message: in which version, and in which mode."""

    rule: str
    version: str
    mode: str


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """How often one version of a rule fired in one mode, and what became of its cases.

    `hits` are messages, `upheld` and `dismissed` are cases: an incident is decided once, however
    many of its messages broke the rule.
    """

    rule: str
    version: str
    mode: str
    hits: int = 0
    upheld: int = 0
    dismissed: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """The rule, its version and the mode."""
        return self.rule, self.version, self.mode


@dataclass(frozen=True, slots=True)
class RulebookVersion:
    """A rulebook as it was when it came into force, or was set aside (`how`)."""

    digest: str
    name: str
    """Of the main file."""
    sources: Mapping[str, str]
    """The text of each of its files, by name; the main one first."""
    rules: int | None
    """How many rules it has; None when it does not load."""
    at: datetime
    how: str = IN_FORCE

    @property
    def was_in_force(self) -> bool:
        """Whether the bot judged by it."""
        return self.how == IN_FORCE
