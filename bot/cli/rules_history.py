"""`rules history`: which rulebooks were in force, how their rules do, and the way back."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.context.health import Health
    from bot.model.lifecycle import RulebookVersion, RuleCounts

MODES = ("shadow", "suggest", "live")


def history(
    rollback: Annotated[
        str | None,
        typer.Option(metavar="DIGEST", help="Put this version back; the first digits will do."),
    ] = None,
    show: Annotated[
        str | None, typer.Option(metavar="DIGEST", help="Print the files of this version.")
    ] = None,
    health: Annotated[
        bool, typer.Option("--health", help="How the rules in force do, by managers' decisions.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the rulebooks that were in force, newest first, and go back to one of them.

    The bot takes note of a version when it comes into force, in the database that DATABASE_URL
    names. `--rollback` writes a version back to its file, where a running bot takes it up within a
    second; what its files say now is kept as a version first, and what is no text as a copy beside.
    A version that is no rulebook, as a slip that was kept, goes back by hand: `--show` prints it.

    `--health` counts for each rule of the version in force how often it fired within 30 days, and
    on how many decided cases managers upheld it, with a 95 % interval. Exit status: 0, or 2 when it
    cannot be done.

    Example: `python -m bot rules history --rollback 3f2a`
    """
    from bot.config import read_settings

    settings = read_settings()
    _check_one(rollback=rollback is not None, show=show is not None, health=health)
    if rollback is not None:
        from bot.cli.rollback import roll_back

        print(asyncio.run(roll_back(settings, rollback)))
    elif show is not None:
        _print_files(asyncio.run(_version_of(settings, show)), as_json)
    elif health:
        _print(asyncio.run(_health(settings)), as_json, HEALTH)
    else:
        _print(asyncio.run(_history(settings)), as_json, HISTORY)


def _check_one(**asked: bool) -> None:
    given = [f"--{name}" for name, is_given in asked.items() if is_given]
    if len(given) > 1:
        raise ConfigError(f"rules history: {given[0]} or {given[1]}, not both")


async def _version_of(settings: "Settings", digest: str) -> "RulebookVersion":
    from bot.cli.rollback import find
    from bot.store.opening import existing

    async with existing(settings.database_url) as store:
        return await find(store, digest)


def _print_files(version: "RulebookVersion", as_json: bool) -> None:
    """Each file behind its name, as `head` does it; or one object a file."""
    for name, text in version.sources.items():
        if as_json:
            print(json.dumps({"file": name, "text": text}, ensure_ascii=False))
        else:
            print(f"==> {name} <==")
            print(text, end="" if text.endswith("\n") else "\n")


Row = dict[str, object]
Shown = tuple[Row, tuple[str, ...]]
"""One line, as an object for programs and as columns for people."""
HISTORY = ("when", "digest", "rules", "file", "")
HEALTH = ("rule", "mode", *MODES, "upheld", "precision (95 %)", "")


def _print(shown: Sequence[Shown], as_json: bool, head: tuple[str, ...]) -> None:
    if as_json:
        for row, _ in shown:
            print(json.dumps(row, ensure_ascii=False))
    elif shown:
        print("\n".join(_aligned([head, *(columns for _, columns in shown)])))
    else:
        print("no rulebook was in force yet; the bot notes it when it runs")


def _aligned(lines: Sequence[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


async def _history(settings: "Settings") -> list[Shown]:
    from bot.store.opening import existing

    async with existing(settings.database_url) as store:
        versions = await store.rulebooks()
    now = _in_force(versions)
    zone = ZoneInfo(settings.timezone)
    return [_version(one, one is now, zone) for one in versions]


def _in_force(versions: "Iterable[RulebookVersion]") -> "RulebookVersion | None":
    return next((one for one in versions if one.was_in_force), None)


def _version(one: "RulebookVersion", now: bool, zone: tzinfo) -> Shown:
    rules = "?" if one.rules is None else str(one.rules)
    how = "in force" if now else "" if one.was_in_force else one.how
    row: Row = {
        "at": one.at.isoformat(),
        "digest": one.digest,
        "file": one.name,
        "files": [*one.sources],
        "rules": one.rules,
        "how": one.how,
        "in_force": now,
    }
    when = one.at.astimezone(zone)
    return row, (f"{when:%Y-%m-%d %H:%M:%S}", one.digest, rules, one.name, how)


async def _health(settings: "Settings") -> list[Shown]:
    from bot import clock
    from bot.alarms import SINCE, checkup
    from bot.cli.rollback import load
    from bot.store.opening import existing

    async with existing(settings.database_url) as store:
        version = _in_force(await store.rulebooks())
        if version is None:
            return []
        counts = await store.rule_counts(clock.now() - SINCE)
    return [_rule(one, counts) for one in checkup(load(version, settings.timezone), counts)]


def _rule(one: "Health", counts: "Sequence[RuleCounts]") -> Shown:
    of = one.counts
    same = {each.mode: each.hits for each in counts if each.key[:2] == of.key[:2]}
    hits = {mode: same.get(mode, 0) for mode in MODES}
    row: Row = {
        "rule": of.rule,
        "version": of.version,
        "mode": of.mode,
        "hits": hits,
        "upheld": of.upheld,
        "dismissed": of.dismissed,
        "precision": None if one.precision is None else round(one.precision, 4),
        "low": round(one.low, 4),
        "high": round(one.high, 4),
        "alarm": one.alarm,
        "propose": one.propose,
    }
    share = (
        "" if one.precision is None else f"{one.precision:.0%} ({one.low:.0%} to {one.high:.0%})"
    )
    alarm = f"ALARM: set its mode to {one.propose}" if one.alarm else ""
    upheld = f"{of.upheld} of {one.decided}" if one.decided else ""
    columns = (of.rule, of.mode, *(str(hits[mode]) for mode in MODES), upheld, share, alarm)
    return row, columns
