"""A rulebook after loading: frozen, checked, ready to apply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model import Action
from bot.rulebook.conditions import Condition
from bot.rulebook.mistakes import Remark
from bot.rulebook.notices_in import Texts
from bot.rulebook.scopes import Scope


@dataclass(frozen=True, slots=True)
class Policy:
    """What the community forbids, in words for its members."""

    title: str
    text: str
    weight: float
    """Points of one strike."""
    ladder: str | None
    """None when nothing counts the strikes; then no rule of this policy may ask for one."""
    notices: Texts = field(default_factory=dict)
    """The community's own words about it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows when a ladder's score rises to `at` points."""

    at: float
    do: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Strikes that add up, each halving every `half_life_s` seconds; steps in rising order."""

    half_life_s: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One line of a conversation that is an example, and who says it in what circumstances."""

    by: str
    text: str
    after_s: int = 0
    """Seconds since the line before."""
    reply: int | None = None
    """The number of the line it answers, from 1."""
    roles: tuple[str, ...] = ()
    place: str | None = None
    """The conversation's name; None where it makes no difference."""
    joined_s: int | None = None
    """For how long the speaker has been a member."""
    created_s: int | None = None
    """How old the speaker's account is."""


Example = str | tuple[ExampleLine, ...]
"""One message of a stranger, or a small conversation."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What must fire the rule with its last line, and what must not fire it with any."""

    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """When `when` holds and `guard` does not, the policy is broken and the actions follow."""

    id: str
    title: str
    policy: str
    mode: str
    """`live` acts, `suggest` only asks a human, `shadow` only takes note, `off` does nothing."""
    when: Condition
    guard: Condition | None
    then: tuple[Action, ...]
    exempt: tuple[str, ...]
    """Levels whose members it does not touch."""
    examples: Examples
    ignore: tuple[str, ...] = ("quotes", "code")
    """Parts of a text in which no pattern is looked for."""
    where: Scope | None = None
    """None for everywhere."""
    priority: int = 0
    stop: bool = False
    """When it fires, no rule behind it is looked at."""
    once: str | None = None
    """It fires once for each `member`, or in each `conversation`."""
    cooldown_s: int = 0
    """For how many seconds it rests after it has fired."""
    release: Condition | None = None
    """What must hold in a conversation before it fires there again."""
    release_for_s: int = 0
    unknown: str = "skip"
    """When it cannot be decided: `skip` it, or `ask` a human."""
    confirm: bool = False
    """What it asks for waits for a manager."""
    counts: frozenset[str] = field(default=frozenset(), compare=False)
    """The ids of the rules whose firings it looks at, in any of its forms."""
    overrides: "tuple[tuple[Scope, Rule], ...]" = ()
    """How it is different in some places, the most specific first, each on its own."""
    changes: tuple[Mapping[str, Any], ...] = field(default=(), compare=False, repr=False)
    """What each of these changes; where several hold, they add up, the most specific last."""

    @property
    def forms(self) -> "tuple[Rule, ...]":
        """The rule itself, then as it is in each place where it is different."""
        return (self, *(other for _, other in self.overrides))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything a rule file says."""

    version: int
    policies: Mapping[str, Policy]
    ladders: Mapping[str, Ladder]
    levels: Mapping[str, frozenset[str]]
    """The levels above `member`, lowest first, each with its role names in lower case."""
    rules: tuple[Rule, ...]
    """In the order in which they are looked at."""
    digest: str
    """The first 12 hex digits of the SHA-256 of the text, or of all its files' texts."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """The text of each file it was read from, by name; the main one first."""
    notices: Texts = field(default_factory=dict)
    """The community's own words, whatever the policy."""
    translations: Texts = field(default_factory=dict)
    """Of titles and texts of policies: language -> sentence -> translation."""
    timezone: str = "UTC"
    """The community's clock, an IANA name."""
    warnings: tuple[Remark, ...] = ()
    """What is legal but suspicious."""
