"""The examples beside the rules, run as tests: the real model, the real path, hands tied."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.app import App, assemble
from bot.config import Settings
from bot.errors import StoreError
from bot.metrics import UNSERVED
from bot.model import Conversation, Judged, Member, Message
from bot.platforms.tied import Tied
from bot.ports import Scorer
from bot.replay.mentions import finder
from bot.rulebook.explain import Told, explain
from bot.rulebook.schema import Example, ExampleLine, Rule, Rulebook
from bot.rulebook.scopes import Patterns, Scope
from bot.store import open_store

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


@dataclass(frozen=True, slots=True)
class _Played:
    """One example as it is said."""

    rule: Rule
    should: bool
    lines: tuple[ExampleLine, ...]
    messages: tuple[Message, ...]

    @property
    def cast(self) -> set[tuple[str, str, str]]:
        """All who speak."""
        authors = (message.author for message in self.messages)
        return {(one.platform, one.community, one.id) for one in authors}


async def try_examples(
    settings: Settings, rulebook: Rulebook, scorer: Scorer, rules: tuple[Rule, ...]
) -> AsyncIterator[Tested]:
    """Every example of these rules, in their order, judged by the whole rulebook.

    No example knows of another, and none is counted.
    """
    hands = [Tied(name) for name in sorted({_platform(rule) for rule in rules})]
    for among_strangers in _apart(_played(rules, rulebook)):
        store = await open_store("sqlite:///:memory:")
        try:
            trial = assemble(settings, rulebook, scorer, store, hands, UNSERVED)
            for one in among_strangers:
                yield await _tested(trial, one)
        finally:
            await store.close()


def examples_of(rule: Rule) -> Iterator[tuple[bool, Example]]:
    """Whether it should match, and the example; a rule that is off is not tested."""
    if rule.mode != "off":
        yield from ((True, one) for one in rule.examples.match)
        yield from ((False, one) for one in rule.examples.no_match)


def _played(rules: Iterable[Rule], rulebook: Rulebook) -> Iterator[_Played]:
    every = ((rule, *one) for rule in rules for one in examples_of(rule))
    for number, (rule, should, example) in enumerate(every, 1):
        lines = lines_of(example)
        yield _Played(rule, should, lines, tuple(said(lines, rule, rulebook, number)))


def _apart(every: Iterable[_Played]) -> Iterator[list[_Played]]:
    """In runs in which nobody speaks in two examples, so that one memory does for all of a run."""
    run: list[_Played] = []
    heard: set[tuple[str, str, str]] = set()
    for one in every:
        if not heard.isdisjoint(one.cast):
            yield run
            run, heard = [], set()
        run.append(one)
        heard |= one.cast
    if run:
        yield run


async def _tested(app: App, played: _Played) -> Tested:
    rule, should = played.rule, played.should
    judged = [await _judged(app, one) for one in played.messages]
    heard = judged[-1:] if should else judged
    telling = next((one for one in heard if _fired(rule, one)), judged[-1])
    explanation = explain(app.rulebook, telling.facts, telling.signals, app.scorer.thresholds)
    return Tested(
        rule=rule,
        should=should,
        lines=played.lines,
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

    Each number is a conversation of its own, among members of its own unless the rule names one.
    """
    scope, place, at = rule.where or Scope(), f"example-{number}", WHEN
    platform, community = _platform(rule), _one_of(scope.community, place)
    cast = {one.by: Member(platform, community, f"{place}-{one.by}", one.by) for one in lines}
    cast[lines[-1].by] = _meant(cast[lines[-1].by], scope, rulebook)
    named = finder(cast)
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
            mentions=tuple(cast[by].id for by in named(line.text)),
        )


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
