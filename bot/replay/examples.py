"""The examples beside the rules, run as tests: the real model, the real path, hands tied."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.app import App
from bot.model import Conversation, Judged, Member, Message
from bot.rulebook.conditions import signals_of
from bot.rulebook.schema import Rule, Rulebook

PLATFORM = "examples"
WHEN = datetime(2026, 1, 5, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tried:
    """One example and what came of it."""

    rule: str
    text: str
    should: bool
    did: bool
    why: str
    """The value of every signal the rule looks at."""

    @property
    def passed(self) -> bool:
        """Whether the rule did as the example says."""
        return self.should == self.did


async def try_examples(app: App, rulebook: Rulebook) -> AsyncIterator[Tried]:
    """Every example of every rule; each is said by a stranger in a conversation of its own."""
    number = 0
    for rule in rulebook.rules:
        for should, texts in ((True, rule.examples.match), (False, rule.examples.no_match)):
            for text in texts:
                number += 1
                judged = await app.pipeline.handle(_said(text, number))
                if judged is not None:
                    yield _tried(rule, text, should, judged)


def _said(text: str, number: int) -> Message:
    place = f"example-{number}"
    where = Conversation(PLATFORM, "examples", place, place)
    return Message(place, where, Member(PLATFORM, "examples", place), text, WHEN)


def _tried(rule: Rule, text: str, should: bool, judged: Judged) -> Tried:
    did = rule.id in judged.verdict.rules or rule.id in judged.verdict.shadow
    seen = (judged.signals[name] for name in signals_of(rule.when))
    values = (
        f"{one.name} {round(one.value, 2) if isinstance(one.value, float) else one.value}"
        for one in seen
        if not one.forms
    )
    return Tried(rule.id, text, should, did, ", ".join(values))
