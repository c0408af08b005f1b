"""What is kept of the rules themselves: which fired in which version, and how people judged it."""

from dataclasses import dataclass


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
