"""What is observed of a message, and what the rulebook says about it."""

from dataclasses import dataclass, field

from bot.model.memory import ConversationRecord, Line, MemberRecord, Strike
from bot.model.said import Message, Reading
from bot.model.values import Options, Scores, Value


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
    fired: frozenset[str] = frozenset()
    """The rules that fired on this message when it was seen before."""
    uncorrected: Scores | None = None
    """What the model itself said, where `scores` are corrected."""

    @property
    def kept_scores(self) -> Scores:
        """The scores that are stored: always the model's own, so that corrections learn of it."""
        return self.scores if self.uncorrected is None else self.uncorrected


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
    """What the rulebook says about one message, and why. Falsy when nothing follows from it.

    `told` are the policies that the member hears of; `shadow` rules only took note; `unknown` ones
    could not be decided for want of a signal. What is `proposed`, with its `pending` strikes, waits
    for a human's word; `awaiting` are the policies of those rules. `rulebook` is the digest of the
    rulebook that said so, and `versions` those of `rules`, in the same order.
    """

    rules: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    strikes: tuple[Strike, ...] = ()
    reasons: tuple[Reason, ...] = ()
    shadow: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    proposed: tuple[Action, ...] = ()
    pending: tuple[Strike, ...] = ()
    rulebook: str = ""
    versions: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.actions)
