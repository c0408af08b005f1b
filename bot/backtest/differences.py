"""Where two rulebooks differ over the same messages."""

from collections import defaultdict
from dataclasses import dataclass, field

from bot.backtest.spread import Spread
from bot.backtest.tally import Sample, rules_of, sample
from bot.model import Judged

Found = defaultdict[str, "Changed"]


@dataclass(slots=True)
class Changed:
    """The messages that a rule hits in one of two rulebooks only."""

    count: int = 0
    samples: Spread[Sample] = field(default_factory=Spread)

    def add(self, judged: Judged, rule: str) -> None:
        """One more message."""
        self.count += 1
        self.samples.add(sample(judged, rule))


@dataclass(slots=True)
class Differences:
    """What the other rulebook hits and this one does not (gained), and the reverse (lost)."""

    messages: int = 0
    """Messages that are hit by other rules, or would be answered otherwise."""
    gained: Found = field(default_factory=lambda: defaultdict(Changed))
    lost: Found = field(default_factory=lambda: defaultdict(Changed))

    def add(self, mine: Judged, theirs: Judged) -> None:
        """Hold both judgements of one message against each other."""
        before, after = rules_of(mine), rules_of(theirs)
        self.messages += (set(before), _acts(mine)) != (set(after), _acts(theirs))
        for rule in set(after) - set(before):
            self.gained[rule].add(theirs, rule)
        for rule in set(before) - set(after):
            self.lost[rule].add(mine, rule)


def _acts(judged: Judged) -> list[object]:
    return [one.action for one in judged.effects if one.due_at <= one.at]
