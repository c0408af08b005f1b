"""`doctor`: look at everything the bot rests on, before it matters."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BotError, ConfigError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.ports import Scorer
    from bot.rulebook.schema import Rulebook

WHERE = "in .env or the environment"
"""Where settings are mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine or not, what was seen, and how to mend it."""

    what: str
    fine: bool
    seen: str
    mend: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False,
) -> None:
    """Check settings, rulebook, model and database, and say in plain words what to fix.

    Of a rulebook of your own, the examples are run that a start runs too. Nothing is made or
    changed. Exit status 1 when something needs fixing.
    """
    sound = asyncio.run(_examine(as_json))
    if not sound:
        raise typer.Exit(1)


async def _examine(as_json: bool) -> bool:
    import json

    sound = True
    async for finding in _findings():
        sound = sound and finding.fine
        if as_json:
            shown = {name: getattr(finding, name) for name in Finding.__slots__}
            print(json.dumps(shown, ensure_ascii=False))
        else:
            print(f"{'ok  ' if finding.fine else 'FIX '} {finding.what}: {finding.seen}")
            if finding.mend:
                print(f"       -> {finding.mend}")
    sys.stdout.flush()
    return sound


async def _findings() -> AsyncIterator[Finding]:
    from bot.config import read_settings, strangers

    try:
        settings = read_settings()
    except BotError as error:
        for line in str(error).splitlines():
            yield Finding("settings", False, line, f"correct it {WHERE}")
        return
    for line in strangers():
        yield Finding("settings", False, line, "correct its name, or remove it")
    yield Finding("settings", True, f"read; time zone {settings.timezone}")
    book, found = _rulebook(settings)
    yield found
    scorer, found = await _model(settings.scorer)
    yield found
    if scorer is not None and settings.corrections:
        yield _corrections(settings.corrections, scorer)
    if book is not None and scorer is not None:
        async for found in _examples(settings, book, scorer):
            yield found
    if scorer is not None:
        await scorer.close()
    yield await _database(settings.database_url)


def _rulebook(settings: "Settings") -> tuple["Rulebook | None", Finding]:
    from bot.app import read_rulebook

    try:
        book = read_rulebook(settings)
    except BotError as error:
        first, *more = str(error).splitlines()
        rest = f" (and {len(more)} more)" if more else ""
        return None, Finding("rulebook", False, first + rest, "see them all with `rules check`")
    name = next(iter(book.sources))
    return book, Finding("rulebook", True, f"{name}: {_rules(len(book.rules))}")


async def _model(name: str) -> tuple["Scorer | None", Finding]:
    from bot import scorers

    try:
        scorer = await asyncio.to_thread(scorers.load, name)
        scores = await scorer.score("good morning")
    except ConfigError as error:
        return None, Finding("model", False, str(error), f"correct SCORER {WHERE}")
    except BotError as error:
        mend = "install it again, or choose another SCORER"
        return None, Finding("model", False, str(error), mend)
    host = getattr(scorer, "sends_to", "")
    away = f"; what members write is sent to {host}" if host else ""
    return scorer, Finding("model", True, f"{scorer.name}: {len(scores)} labels{away}")


def _corrections(path: str, scorer: "Scorer") -> Finding:
    from bot.corrections import read_corrections

    try:
        found = read_corrections(path, scorer)
    except BotError as error:
        return Finding("corrections", False, str(error), f"correct CORRECTIONS {WHERE}")
    return Finding("corrections", True, f"{path}: {len(found)} communities")


async def _examples(
    settings: "Settings", book: "Rulebook", scorer: "Scorer"
) -> AsyncIterator[Finding]:
    from bot.reload import doubtful, failures

    rules = doubtful(book, None)
    failed = await failures(settings, book, scorer, rules)
    for line in failed:
        yield Finding("examples", False, line, "correct the rule, or the example")
    if rules and not failed:
        yield Finding("examples", True, f"those of {_rules(len(rules))} do as they should")


def _rules(number: int) -> str:
    return f"{number} rule" if number == 1 else f"{number} rules"


async def _database(url: str) -> Finding:
    from bot.store.looking import look

    try:
        return Finding("database", True, await look(url))
    except BotError as error:
        return Finding("database", False, str(error), "correct DATABASE_URL, or make room for it")
