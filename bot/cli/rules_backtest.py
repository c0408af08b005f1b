"""`rules backtest`: what a rulebook would have done to history."""

import asyncio
import json
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.backtest.spread import MOST
from bot.cli.options import FILE_OR_PACK, RULEBOOK
from bot.cli.progress import progress
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.backtest.run import Backtest, Source
    from bot.rulebook.schema import Rulebook

DAYS = 30
FEW = 3
"""Samples of each rule for people; programs get `MOST`."""

_RULES = typer.Argument(metavar=FILE_OR_PACK, help=RULEBOOK)
_AGAINST = typer.Option(metavar=FILE_OR_PACK, help="A second rulebook: show how the two differ.")
_FILE = typer.Option(help="A recorded chat, as for `replay`, in place of the store.")
_DAYS = typer.Option(min=1, max=36500, help=f"Stored days up to the newest; default: {DAYS}.")
_SCORE = typer.Option("--score", help="Let the model score what is stored without scores.")
_LIVE = typer.Option("--live", help="Judge as if rules in shadow or suggest mode were live.")
_SAMPLES = typer.Option(
    min=0, max=MOST, help=f"Messages shown of each rule; default: {FEW}, with --json {MOST}."
)


def backtest(  # noqa: PLR0913 - each is an option of the command
    rules: Annotated[str | None, _RULES] = None,
    *,
    against: Annotated[str | None, _AGAINST] = None,
    file: Annotated[Path | None, _FILE] = None,
    days: Annotated[int | None, _DAYS] = None,
    score: Annotated[bool, _SCORE] = False,
    live: Annotated[bool, _LIVE] = False,
    samples: Annotated[int | None, _SAMPLES] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Show what a rulebook would have done to the messages that are stored; nobody is touched.

    Of each rule: the messages it hits, the members behind them, what would be done, and how often
    managers agree: the share of the decided cases it hits that were upheld, with a 95 % interval.
    With `--against`, what the second rulebook hits that the first does not, and the reverse.

    Stored scores are used as they are; without one, a rule about it stays undecided. Members begin
    without strikes, and what they wrote while they would have been muted is judged too. A recorded
    chat is scored by the model. `bot/backtest/report.py` says what stands in the JSON.
    """
    from bot.backtest.report import report

    if file is not None and days is not None:
        raise ConfigError("--days: a recorded chat is read whole; leave out --days or --file")
    paths = [rules] if against is None else [rules, against]
    rulebooks = tuple(_rulebook(path, live) for path in paths)
    found = asyncio.run(_backtest(rulebooks, _source(file, days or DAYS), score or bool(file)))
    if as_json:
        print(json.dumps(report(found, MOST if samples is None else samples), ensure_ascii=False))
    else:
        from bot.cli.backtest_tables import show

        show(report(found, FEW if samples is None else samples))


def _rulebook(path: str | None, live: bool) -> "Rulebook":
    from bot.app import read_rulebook
    from bot.backtest.run import as_if_live
    from bot.config import read_settings

    rulebook = read_rulebook(read_settings(rules=path))
    return as_if_live(rulebook) if live else rulebook


def _source(file: Path | None, days: int) -> "AbstractAsyncContextManager[Source]":
    from bot.backtest.run import Recorded
    from bot.config import read_settings
    from bot.replay.read import open_recording
    from bot.store.history import open_history

    if file is not None:
        return nullcontext(Recorded(open_recording(file)))
    return open_history(read_settings().database_url, days)


async def _backtest(
    rulebooks: "tuple[Rulebook, ...]", opening: "AbstractAsyncContextManager[Source]", score: bool
) -> "Backtest":
    from bot import scorers
    from bot.backtest.run import backtest
    from bot.config import read_settings
    from bot.corrections import read_corrections

    settings = read_settings()
    async with opening as source:
        scorer = await asyncio.to_thread(scorers.load, settings.scorer)
        try:
            corrections = read_corrections(settings.corrections, scorer)
            with progress("backtest", source.length) as step:
                asked = scorer if score else None
                return await backtest(
                    rulebooks, source, scorer.thresholds, asked, step, corrections
                )
        finally:
            await scorer.close()
