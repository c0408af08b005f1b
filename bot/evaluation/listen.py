"""Have the bot hear labelled conversations, hands tied, and note when it raises an alarm."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bot.app import App
from bot.errors import ConfigError
from bot.evaluation.talks import LONGEST, Talk
from bot.model import Judged, Value
from bot.replay.mentions import finder
from bot.replay.read import LAST, Recording, Row
from bot.replay.run import replay
from bot.rulebook.conditions import All, Compare, Condition, Either, Not

APART = timedelta(days=1)
"""Between two conversations: what the first left to be done is done by then."""
START = datetime(2026, 1, 5, 18, tzinfo=UTC)
QUARREL = frozenset({"heat", "flame_war", "dogpile", "trolling", "derailment"})
"""Signals about what goes on between people."""
ESCALATE = "escalate"
Line = Mapping[str, Any]


class HeardTurn(NamedTuple):
    """What the bot made of a turn: its signals, and whether it raised an alarm, or did anything."""

    signals: Mapping[str, Value]
    alarm: bool
    acted: bool


@dataclass(slots=True)
class Heard:
    """A conversation as the bot heard it; `roles` are the parts it gave people, in any case."""

    talk: Talk
    turns: list[HeardTurn] = field(default_factory=list)
    roles: set[tuple[str, str]] = field(default_factory=set)

    @property
    def alarm(self) -> int | None:
        """The turn of the first alarm."""
        return next((number for number, one in enumerate(self.turns) if one.alarm), None)


async def listen(
    app: App, talks: Sequence[Talk], step: Callable[[], None] = lambda: None
) -> list[Heard]:
    """What the bot made of each, in order; people of one conversation are strangers to the next.

    Raises `ScorerError` or `StoreError` as the path does.
    """
    heard = {str(number): Heard(talk) for number, talk in enumerate(talks)}
    async for line, judged in _played(app, talks):
        if judged is not None:
            mine = heard[judged.message.conversation.id]
            acted = bool(line["actions"])
            mine.turns.append(HeardTurn(line["signals"], _alarm(app, line, judged), acted))
            step()
        elif "summary" in line:
            for case in line["summary"]["cases"]:
                roles = heard[case["conversation"]].roles
                roles.update((one["id"], one["role"]) for one in case["members"])
    return list(heard.values())


def _played(app: App, talks: Sequence[Talk]) -> AsyncIterator[tuple[dict[str, Any], Judged | None]]:
    rows: list[Row] = []
    start = START
    for number, talk in enumerate(talks):
        rows += _rows(talk, str(number), start)
        start = rows[-1].at + APART
        if start > LAST - LONGEST:
            raise ConfigError(f"more than {number:,} conversations at once: give fewer files")
    return replay(app, Recording(Path("talks"), rows=tuple(rows), length=len(rows)))


def _rows(talk: Talk, name: str, start: datetime) -> list[Row]:
    """Its turns as recorded messages: each conversation in a community of its own."""
    named = finder(turn.author for turn in talk.turns)
    return [
        Row(
            id=f"{name}.{count}",
            at=start + turn.at,
            conversation=name,
            community=name,
            author=turn.author,
            text=turn.text,
            reply_to=None if turn.reply_to is None else f"{name}.{turn.reply_to}",
            mentions=named(turn.text),
        )
        for count, turn in enumerate(talk.turns)
    ]


def _alarm(app: App, line: Line, judged: Judged) -> bool:
    """Whether people are asked to look, or a rule on what goes on between them does something."""
    if any(action["name"] == ESCALATE for action in line["actions"]):
        return True
    fired = set(judged.verdict.rules)
    return bool(line["actions"]) and any(
        rule.id in fired and rule.then and about_quarrel(rule.when) for rule in app.rulebook.rules
    )


def about_quarrel(condition: Condition) -> bool:
    """Whether it cannot hold unless one of the signals about a quarrel is high.

    A rule on an insult that asks for less of it in a heated conversation is about the insult.
    """
    if isinstance(condition, All):
        return any(map(about_quarrel, condition.parts))
    if isinstance(condition, Either):
        return all(map(about_quarrel, condition.parts))
    if isinstance(condition, Not) or condition.signal not in QUARREL:
        return False
    return not isinstance(condition, Compare) or condition.op in {">=", ">"}
