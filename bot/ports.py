"""What the core needs from the outside, in the core's own words."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.model import (
    Case,
    Conversation,
    ConversationRecord,
    Decision,
    Effect,
    Facts,
    Hit,
    Judged,
    Member,
    MemberRecord,
    Message,
    Outcome,
    Person,
    Scores,
    Strike,
    Verdict,
)
from bot.model.lifecycle import RulebookVersion, RuleCounts, RuleHit

Handle = Callable[[Message], Awaitable[Judged | None]]


class Platform(Protocol):
    """A chat service: gives messages, and can do a few plain things.

    `can` names the abilities it has: delete, notify, say, restrict, slowmode, alert. Each verb
    raises `NotPermitted`, `Gone` or another `PlatformError`, and nothing else. The texts that are
    passed in are plain: escaping is the platform's business. `key` names the effect a text belongs
    to, for services that can refuse the same text twice.
    """

    name: str
    can: frozenset[str]

    async def run(self, handle: Handle) -> None:
        """Read the service until cancelled; every message goes through `handle`."""

    async def notify(self, member: Member, where: Conversation, text: str, key: str) -> str:
        """Tell a member something, privately if at all possible; return how ("privately")."""

    async def say(self, where: Conversation, text: str, key: str) -> None:
        """Say something to everyone in a conversation."""

    async def delete(self, message: Message) -> None:
        """Remove a message; one that is already gone is fine."""

    async def give_back(self, message: Message, key: str) -> str:
        """Bring a removed message's words back to its author or its place; return how."""

    async def restrict(self, member: Member, where: Conversation, until: datetime | None) -> None:
        """Stop a member from posting until a time; None lets them post again."""

    async def slowmode(self, where: Conversation, seconds: int, only_if: int | None = None) -> bool:
        """Make members wait this long between messages; 0 lifts it.

        With `only_if`, only when it stands at that many seconds now; False when it does not.
        """

    async def alert(self, case_id: int, queue: str, priority: str, text: str) -> None:
        """Call the managers of a queue to a case."""


class Scorer(Protocol):
    """A model that gives named scores in 0..1 for one text."""

    name: str
    labels: tuple[str, ...]
    thresholds: Mapping[str, Mapping[str, float]]
    """The model's own thresholds: {"likely": {label: 0..1}, "very likely": {...}}."""

    async def score(self, text: str) -> Scores:
        """The scores of this text alone; `ScorerError` when there are none to be had."""

    async def close(self) -> None:
        """Let go of threads and files."""


class Turn(Protocol):
    """One message's exclusive hold on its author's and its conversation's memory."""

    member: MemberRecord
    conversation: ConversationRecord
    known: Message | None
    """This message as remembered, when its id was seen before (an edit or a repeated delivery)."""
    case: Case | None
    """The open case of the conversation's present incident, if there is one."""
    fired: frozenset[str]
    """The rules that fired on this message when it was seen before."""

    async def remember(self, facts: Facts) -> None:
        """Keep the message and both records as these facts have them."""

    async def file(self, facts: Facts, verdict: Verdict, people: Sequence[Person]) -> Case:
        """Add the message to the incident's case, opening one if need be, with its strikes."""

    async def count(self, message: Message, fired: Sequence[RuleHit]) -> None:
        """Write down which rules fired, in shadow mode too, for their counts."""

    async def waiting(self, action: str) -> tuple[Effect, ...]:
        """What still waits to be done in this conversation by an action of that name."""

    async def intend(self, effects: Sequence[Effect]) -> tuple[Effect, ...]:
        """Write down what shall be done; return those that were not written down before."""


class Store(Protocol):
    """Where memory, cases and the audit trail are kept. Every method may raise `StoreError`."""

    def turn(self, message: Message) -> AbstractAsyncContextManager[Turn]:
        """Hold the author and the conversation; all of it is committed at the end, or nothing."""

    async def begin(self, key: str, at: datetime) -> bool:
        """Take an intended effect in hand; False when somebody else has, or it is over."""

    async def finish(self, key: str, outcome: Outcome, at: datetime) -> None:
        """Write down what became of an effect."""

    async def postpone(self, key: str, until: datetime, detail: str) -> None:
        """Put back an effect that was begun and failed, to be tried again at that time."""

    async def due(self, at: datetime, platforms: Collection[str] = ()) -> tuple[Effect, ...]:
        """Intended effects whose time has come, oldest first; of these platforms, or of any."""

    async def next_due(self) -> datetime | None:
        """When the next intended effect falls due."""

    async def interrupted(self, platforms: Collection[str] = ()) -> tuple[Effect, ...]:
        """Effects that were started and never finished: a crash came between."""

    async def cases(
        self, *, escalated: bool = False, states: Sequence[str] = (), limit: int = 100
    ) -> tuple[Case, ...]:
        """Cases without hits or decisions, newest first; `states` empty means any."""

    async def case(self, case_id: int) -> Case | None:
        """One case with its hits, effects and decisions."""

    async def transcript(
        self, where: Conversation, since: datetime, until: datetime, limit: int = 200
    ) -> tuple[Hit, ...]:
        """What was said in a conversation, oldest first, with scores and an empty verdict."""

    async def claim(self, case_id: int, by: str, at: datetime, until: datetime) -> Case:
        """Take a case if it is free or its lease ran out; `ReviewError` names who has it."""

    async def decide(
        self,
        case_id: int,
        decision: Decision,
        back: Callable[[Case, Sequence[Effect]], Sequence[Effect]] | None = None,
        forth: Callable[[Case, Mapping[Member, Sequence[Strike]]], Sequence[Effect]] | None = None,
    ) -> Case:
        """One decision per case and round; the loser gets `ReviewError`.

        `back` says how to take back what was done, given the case as it stands at that moment, and
        what other cases have asked for about the same members. In the same breath what was still
        to be done is given up, and the strikes are lifted. `forth` says what is done now that the
        case is upheld, given the strikes of its members that count by then; those that waited for
        that are counted too.
        """

    async def strikes(self, member: Member, at: datetime) -> MemberRecord:
        """What is remembered of a member, outside any turn."""

    async def rule_counts(self, since: datetime) -> tuple[RuleCounts, ...]:
        """How often each version of a rule fired in each mode since then, and how it was judged."""

    async def note_rulebook(self, version: RulebookVersion) -> bool:
        """Write down what came into force, or was set aside; False when that is known already."""

    async def rulebooks(self, digest: str = "", limit: int = 100) -> tuple[RulebookVersion, ...]:
        """The rulebooks that were in force, newest first; those whose digest begins like this."""

    async def close(self) -> None:
        """Let go of connections and files."""
