"""The examples beside the rules, run as tests: the real model, the real path, hands tied."""

import re
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.app import App, assemble
from bot.errors import StoreError
from bot.model import Conversation, Judged, Member, Message
from bot.platforms.tied import Tied
from bot.rulebook.explain import Told, explain
from bot.rulebook.schema import Example, ExampleLine, Rule, Rulebook
from bot.rulebook.scopes import Patterns, Scope

PLATFORM = "examples"
WHEN = datetime(2026, 1, 5, 18, tzinfo=UTC)
STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Tested:
    """One example and what came of it."""

    rule: Rule
    should: bool
    lines: tuple[ExampleLine, ...]
    line: int
    """The number of the line that tells: the last one, or the first that fired and must not."""
    did: bool
    told: Told

    @property
    def passed(self) -> bool:
        """Whether the rule did as the example says."""
        return self.should == self.did

    @property
    def text(self) -> str:
        """The line that tells."""
        return self.lines[self.line - 1].text


async def try_examples(app: App, rules: tuple[Rule, ...]) -> AsyncIterator[Tested]:
    """Every example of these rules, in their order, judged by the whole rulebook."""
    hands = [Tied(name) for name in sorted({_platform(rule) for rule in rules})]
    tied = assemble(app.settings, app.rulebook, app.scorer, app.store, hands)
    number = 0
    for rule in rules:
        for should, example in examples_of(rule):
            number += 1
            yield await _tested(tied, rule, example, should, number)


def examples_of(rule: Rule) -> Iterator[tuple[bool, Example]]:
    """Whether it should match, and the example; a rule that is off is not tested."""
    if rule.mode != "off":
        yield from ((True, one) for one in rule.examples.match)
        yield from ((False, one) for one in rule.examples.no_match)


async def _tested(app: App, rule: Rule, example: Example, should: bool, number: int) -> Tested:
    lines = lines_of(example)
    judged = [await _judged(app, one) for one in said(lines, rule, app.rulebook, number)]
    heard = judged[-1:] if should else judged
    telling = next((one for one in heard if _fired(rule, one)), judged[-1])
    explanation = explain(app.rulebook, telling.facts, telling.signals, app.scorer.thresholds)
    return Tested(
        rule=rule,
        should=should,
        lines=lines,
        line=judged.index(telling) + 1,
        did=_fired(rule, telling),
        told=explanation.of(rule.id),
    )


def lines_of(example: Example) -> tuple[ExampleLine, ...]:
    """A text is what one stranger says."""
    return (ExampleLine(STRANGER, example),) if isinstance(example, str) else example


def said(
    lines: tuple[ExampleLine, ...], rule: Rule, rulebook: Rulebook, number: int
) -> Iterator[Message]:
    """An example as messages, said where the rule holds, at last by one for whom it holds.

    Each number is a conversation of its own, among members of whom nothing is remembered.
    """
    scope, place, at = rule.where or Scope(), f"example-{number}", WHEN
    platform, community = _platform(rule), _one_of(scope.community, place)
    cast = {one.by: Member(platform, community, f"{place}-{one.by}", one.by) for one in lines}
    cast[lines[-1].by] = _meant(cast[lines[-1].by], scope, rulebook)
    for count, line in enumerate(lines, 1):
        at += timedelta(seconds=line.after_s if count > 1 else 0)
        cast[line.by] = _as_told(cast[line.by], line, at)
        name = line.place or _one_of(scope.channel, place)
        yield Message(
            id=f"{number}.{count}",
            conversation=Conversation(platform, community, place, name.removeprefix("#")),
            author=cast[line.by],
            text=line.text,
            sent_at=at,
            reply_to=f"{number}.{line.reply}" if line.reply else None,
            mentions=tuple(cast[by].id for by in _named(cast, line.text)),
        )


def _named(names: Collection[str], text: str) -> tuple[str, ...]:
    """Whose whole name stands behind an at sign: not `ann` where `@anna` or `@ann-lee` is meant."""
    known = sorted(names, key=len, reverse=True)
    found = re.findall(rf"@({'|'.join(map(re.escape, known))})(?!\w)", text)
    return tuple(name for name in names if name in found)


def _meant(who: Member, scope: Scope, rulebook: Rulebook) -> Member:
    """A member for whom a scope holds."""
    level = next(iter(scope.level), "")
    roles = [*sorted(rulebook.levels.get(level, ()))[:1], _one_of(scope.role, "")]
    return replace(who, id=_one_of(scope.user, who.id), roles=tuple(filter(None, roles)))


def _as_told(who: Member, line: ExampleLine, at: datetime) -> Member:
    """A member with what a line says of them; it goes for their later lines as well."""
    joined, created = (
        None if age is None else at - timedelta(seconds=age)
        for age in (line.joined_s, line.created_s)
    )
    return replace(
        who,
        roles=line.roles or who.roles,
        joined_at=joined or who.joined_at,
        created_at=created or who.created_at,
    )


def _platform(rule: Rule) -> str:
    return _one_of(rule.where.platform if rule.where else (), PLATFORM)


def _one_of(patterns: Patterns, otherwise: str) -> str:
    """A name that fits one of these patterns."""
    return next((pattern.replace("*", "") for pattern in patterns), "") or otherwise


async def _judged(app: App, message: Message) -> Judged:
    judged = await app.pipeline.handle(message)
    if judged is None:
        raise StoreError(app.pipeline.away)
    return judged


def _fired(rule: Rule, judged: Judged) -> bool:
    return rule.id in judged.verdict.rules or rule.id in judged.verdict.shadow
