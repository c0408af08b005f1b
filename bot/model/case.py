"""What is done about it, and what people make of that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.said import Conversation, Message
from bot.model.values import Scores
from bot.model.verdict import Action, Facts, Signal, Verdict


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
