"""The words of the field, as frozen data. No I/O, no clock, no platform.

Ids are only unique within their platform and community, so they never travel bare: a `Member`,
`Conversation` or `Message` carries all it takes to find it. Times are aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Options = Mapping[str, Json]
Value = float | bool | str | None
Scores = Mapping[str, float]
"""What a model says of a text: label -> 0..1. An empty mapping means unknown."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A channel, thread or topic of one community; `slowmode` is its seconds between messages."""

    platform: str
    community: str
    id: str
    name: str = field(default="", compare=False)
    slowmode: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """One account in one community; `lang` (ISO 639-1) where the platform or the member says so."""

    platform: str
    community: str
    id: str
    name: str = field(default="", compare=False)
    roles: tuple[str, ...] = field(default=(), compare=False)
    joined_at: datetime | None = field(default=None, compare=False)
    lang: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a reader takes it: the author's own words, and what was around them.

    `own` is the author's words as typed; `folded` the same with disguises undone. `own_at[i]` and
    `folded_at[i]` say where character `i` stands in the text as received.
    """

    own: str
    folded: str
    own_at: tuple[int, ...] = ()
    folded_at: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The one or two different forms a model or a pattern must look at; blank ones left out."""
        return tuple(dict.fromkeys(form for form in (self.own, self.folded) if form.strip()))


@dataclass(frozen=True, slots=True)
class Message:
    """What a member wrote, in no platform's terms; the normalise step fills in `reading`."""

    id: str
    conversation: Conversation
    author: Member
    text: str
    sent_at: datetime
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    edited: bool = False
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    """A remembered violation; it halves every `half_life_s` seconds and never quite goes."""

    policy: str
    weight: float
    at: datetime
    half_life_s: float


@dataclass(frozen=True, slots=True)
class Post:
    """A trace of one message in its author's record; `digest` is a short hash of its words."""

    at: datetime
    conversation: str
    digest: str


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """What we remember of a member."""

    first_seen: datetime | None = None
    messages: int = 0
    lang: str | None = None
    recent: tuple[Post, ...] = ()
    strikes: tuple[Strike, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One recent message of a conversation: who, to whom, how hostile (0..1, None unknown)."""

    id: str
    author: str
    name: str
    at: datetime
    hostility: float | None
    to: str | None = None
    provocation: float | None = None


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """What we remember of a conversation: its heat (0..1) when last warmed, and its last lines."""

    heat: float = 0.0
    heated_at: datetime | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a signal may look at; `before_slowmode` is the pace that stood before ours."""

    message: Message
    reading: Reading
    scores: Scores
    lang: str | None
    member: MemberRecord
    conversation: ConversationRecord
    answers: Line | None = None
    before_slowmode: int | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One named observation with its evidence; `None` means unknown and fires no rule.

    For signals that are text, `forms` has every form in which a pattern is looked for.
    """

    name: str
    value: Value
    evidence: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule fired: the signal, what it was, and what the rule needed."""

    rule: str
    signal: str
    value: Value
    need: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Action:
    """What a verdict asks for: the name of a file in `actions/` and its options."""

    name: str
    options: Options = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rulebook says about one message, and why. Falsy when no rule fired.

    `told` are the policies that the member hears of; `shadow` rules only took note; `unknown` ones
    could not be decided for want of a signal.
    """

    rules: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    strikes: tuple[Strike, ...] = ()
    reasons: tuple[Reason, ...] = ()
    shadow: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules)


class Progress(StrEnum):
    """How far an effect has come. What is `started` and never ended was cut off by a crash."""

    INTENDED = "intended"
    STARTED = "started"
    DONE = "done"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Effect:
    """One action of one case, to be carried out once; the key makes sure of that.

    `undo` takes the action back; `by` is the manager who asked, empty when the rulebook did.
    """

    key: str
    case_id: int
    action: Action
    message: Message
    at: datetime
    due_at: datetime
    policies: tuple[str, ...] = ()
    undo: bool = False
    by: str = ""
    lang: str | None = None
    progress: Progress = Progress.INTENDED
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one effect, and why."""

    progress: Progress
    detail: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's part in an incident: side_a, side_b, target, troll or bystander."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A manager's word on a case: uphold, lighter, stronger, dismiss (or undo)."""

    round: int
    by: str
    word: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """One message of a case and what the rulebook said about it."""

    message: Message
    verdict: Verdict
    scores: Scores


@dataclass(frozen=True, slots=True)
class Case:
    """The file on one incident; `queue` is where a human was asked to look, None for nowhere."""

    id: int
    conversation: Conversation
    opened_at: datetime
    last_at: datetime
    state: str = "open"
    queue: str | None = None
    priority: str = "normal"
    rules: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    round: int = 0
    hits: tuple[Hit, ...] = ()
    effects: tuple[Effect, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the path made of one message; `effects` are those it newly asked for."""

    message: Message
    facts: Facts
    signals: Mapping[str, Signal]
    verdict: Verdict
    case: Case | None = None
    effects: tuple[Effect, ...] = ()
