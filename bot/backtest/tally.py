"""Count what a rulebook would have done: of each rule, of several together, and in all."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from bot.actions import shelf
from bot.backtest.spread import Spread
from bot.model import Conversation, Effect, Judged, Member, Message, Reason
from bot.store.history import Decided, Past


@dataclass(frozen=True, slots=True)
class Sample:
    """One message that a rule hit, and why."""

    message: Message
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Actions:
    """How often each action would have been taken, and upon how many."""

    counts: Counter[str] = field(default_factory=Counter)
    upon: defaultdict[str, set[Member | Conversation]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def add(self, effects: Iterable[Effect]) -> None:
        """What follows later from another effect, such as its end, is no action of its own."""
        for effect in effects:
            if effect.due_at > effect.at:
                continue
            name, message = effect.action.name, effect.message
            of_member = shelf()[name].target == "member"
            self.counts[name] += 1
            self.upon[name].add(message.author if of_member else message.conversation)


@dataclass(slots=True)
class Hits:
    """The messages that one rule hit, or any."""

    count: int = 0
    members: set[Member] = field(default_factory=set)
    actions: Actions = field(default_factory=Actions)
    samples: Spread[Sample] = field(default_factory=Spread)
    cases: set[Decided] = field(default_factory=set)
    """Those that managers have decided on."""
    undecided: int = 0
    """Messages for which it could not be told, for want of a signal."""

    def add(self, past: Past, judged: Judged, rule: str | None = None) -> None:
        """One more message; only the reasons of this rule are kept beside it."""
        self.count += 1
        self.members.add(judged.message.author)
        self.actions.add(judged.effects)
        self.samples.add(sample(judged, rule))
        if past.decided is not None:
            self.cases.add(past.decided)

    @property
    def right(self) -> int:
        """Of those, the cases that were upheld; an incident counts once."""
        return sum(case.right for case in self.cases)


@dataclass(slots=True)
class Tally:
    """Everything that is counted of one rulebook."""

    rules: defaultdict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    any: Hits = field(default_factory=Hits)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Messages that both rules hit; the two in alphabetical order."""
    violations: set[Decided] = field(default_factory=set)
    """The cases, hit or not, that managers found to be one."""

    def add(self, past: Past, judged: Judged) -> None:
        """Count one message."""
        if past.decided is not None and past.decided.right:
            self.violations.add(past.decided)
        for rule in judged.verdict.unknown:
            self.rules[rule].undecided += 1
        hits = rules_of(judged)
        if not hits:
            return
        self.any.add(past, judged)
        for rule in hits:
            self.rules[rule].add(past, judged, rule)
        self.pairs.update(combinations(sorted(hits), 2))

    @property
    def missed(self) -> int:
        """Violations of which no rule hit any message."""
        return len(self.violations - self.any.cases)


def sample(judged: Judged, rule: str | None) -> Sample:
    """The message with the reasons of this rule."""
    reasons = (one for one in judged.verdict.reasons if one.rule == rule)
    return Sample(judged.message, tuple(reasons))


def rules_of(judged: Judged) -> tuple[str, ...]:
    """The rules that hit a message, those in shadow mode included."""
    return (*judged.verdict.rules, *judged.verdict.shadow)
