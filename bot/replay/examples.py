"""The examples beside the rules, run as tests: the real model, the real path, hands tied."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app import App
from bot.errors import StoreError
from bot.model import Conversation, Judged, Member, Message
from bot.rulebook.conditions import signals_of
from bot.rulebook.schema import Example, ExampleLine, Rule, Rulebook

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
    """Every example of every rule, each in a conversation of its own."""
    number = 0
    for rule in rulebook.rules:
        for should, examples in ((True, rule.examples.match), (False, rule.examples.no_match)):
            for example in examples:
                number += 1
                judged = [await _judged(app, message) for message in said(example, number)]
                wanted = judged[-1:] if should else judged
                telling = next((one for one in wanted if _fired(rule, one)), judged[-1])
                yield _tried(rule, telling, should)


def said(example: Example, number: int) -> tuple[Message, ...]:
    """An example as messages; each number is a community of its own."""
    lines = (ExampleLine("stranger", example),) if isinstance(example, str) else example
    community, at = f"example-{number}", WHEN
    found = []
    for count, line in enumerate(lines, 1):
        at += timedelta(seconds=line.after_s) if count > 1 else timedelta()
        found.append(
            Message(
                id=f"{number}.{count}",
                conversation=Conversation(PLATFORM, community, community, line.place or community),
                author=_author(line, community, at),
                text=line.text,
                sent_at=at,
                reply_to=f"{number}.{line.reply}" if line.reply else None,
            )
        )
    return tuple(found)


def _author(line: ExampleLine, community: str, at: datetime) -> Member:
    joined, created = (
        None if ago is None else at - timedelta(seconds=ago)
        for ago in (line.joined_s, line.created_s)
    )
    return Member(
        PLATFORM, community, line.by, line.by, line.roles, joined_at=joined, created_at=created
    )


async def _judged(app: App, message: Message) -> Judged:
    judged = await app.pipeline.handle(message)
    if judged is None:
        raise StoreError(app.pipeline.away)
    return judged


def _fired(rule: Rule, judged: Judged) -> bool:
    return rule.id in judged.verdict.rules or rule.id in judged.verdict.shadow


def _tried(rule: Rule, judged: Judged, should: bool) -> Tried:
    seen = (judged.signals[name] for name in signals_of(rule.when))
    values = (
        f"{one.name} {round(one.value, 2) if isinstance(one.value, float) else one.value}"
        for one in seen
        if not one.forms
    )
    text = judged.message.text
    return Tried(rule.id, text, should, _fired(rule, judged), ", ".join(values))
