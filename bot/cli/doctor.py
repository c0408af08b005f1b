"""`doctor`: look at everything the bot rests on, before it matters."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

import typer

from bot.errors import BotError, ConfigError

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

    Nothing is made or changed. Exit status 1 when something needs fixing.
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
    yield _rulebook(settings.rules)
    yield await _model(settings.scorer)
    yield await _database(settings.database_url)


def _rulebook(rules: str) -> Finding:
    from bot.library import rulebook

    try:
        book = rulebook(rules or None)
    except BotError as error:
        first, *more = str(error).splitlines()
        rest = f" (and {len(more)} more)" if more else ""
        return Finding("rulebook", False, first + rest, "see them all with `rules check`")
    name = next(iter(book.sources))
    return Finding("rulebook", True, f"{name}: {len(book.rules)} rules")


async def _model(name: str) -> Finding:
    from bot import scorers

    try:
        scorer = await asyncio.to_thread(scorers.load, name)
        scores = await scorer.score("good morning")
        await scorer.close()
    except ConfigError as error:
        return Finding("model", False, str(error), f"correct SCORER {WHERE}")
    except BotError as error:
        return Finding("model", False, str(error), "install it again, or choose another SCORER")
    return Finding("model", True, f"{scorer.name}: {len(scores)} labels")


async def _database(url: str) -> Finding:
    from bot.store.looking import look

    try:
        return Finding("database", True, await look(url))
    except BotError as error:
        return Finding("database", False, str(error), "correct DATABASE_URL, or make room for it")
