"""`replay`: a recorded chat through the whole path, hands tied."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.app import App
    from bot.model import Judged
    from bot.replay.read import Recording

Lines = AsyncIterator[tuple[dict[str, Any], "Judged | None"]]


def replay(
    file: Annotated[Path, typer.Argument(help="JSON lines, or a story in YAML.")],
    rules: Annotated[
        Path | None, typer.Option(help="The rulebook; default: the one in force.")
    ] = None,
    against: Annotated[Path | None, typer.Option(help="A second rulebook to compare with.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a message.")] = False,
    scorer: Annotated[str | None, typer.Option(help="The model; default: SCORER.")] = None,
) -> None:
    """Run a recorded chat through the whole path with hands tied, and show what would be done.

    A line of FILE is `{"id","at","conversation","author","text"}`, and if you have them `reply_to`,
    `mentions`, `edited`, `roles`, `joined_at`, `community`, `platform`. A story's expectations are
    checked: exit status 1 when one is not met.
    """
    from bot.replay.read import open_recording

    recording = open_recording(file)
    unmet = asyncio.run(_replay(recording, rules, against, as_json, scorer))
    for line in unmet:
        print(f"{file}: {line}", file=sys.stderr)
    if unmet:
        raise typer.Exit(1)


async def _replay(
    recording: "Recording",
    rules: Path | None,
    against: Path | None,
    as_json: bool,
    scorer: str | None,
) -> list[str]:
    from bot.replay.compare import compare
    from bot.replay.expect import disappointments
    from bot.replay.run import cases
    from bot.replay.run import replay as play

    async with AsyncExitStack() as stack:
        app = await _app(stack, recording, rules, scorer)
        lines: Lines = play(app, recording)
        if against is not None:
            other = await _app(stack, recording, against, scorer, beside=app)
            lines = compare(app, other, recording)
        printed = await _print(lines, recording, as_json)
        if recording.story is None:
            return []
        return list(disappointments(recording.expect, printed, await cases(app)))


async def _app(
    stack: AsyncExitStack,
    recording: "Recording",
    rules: Path | None,
    scorer: str | None,
    beside: "App | None" = None,
) -> "App":
    from bot.app import running
    from bot.config import read_settings
    from bot.platforms.tied import Tied

    settings = read_settings(
        rules=str(rules) if rules else None,
        scorer=scorer,
        database_url="sqlite:///:memory:",
    )
    hands = [Tied(name) for name in recording.platforms]
    return await stack.enter_async_context(
        running(settings, hands, beside.scorer if beside else None)
    )


async def _print(lines: Lines, recording: "Recording", as_json: bool) -> list[dict[str, Any]]:
    """Print each line as it comes; keep what expectations are held against, for stories only."""
    kept = []
    with progress("replaying", recording.length) as step:
        show = _plain if as_json else _readable
        async for line, judged in lines:
            show(line, judged)
            step(1 if judged else 0)
            if recording.story is not None:
                kept.append(line)
    sys.stdout.flush()
    return kept


def _plain(line: dict[str, Any], judged: "Judged | None") -> None:
    print(json.dumps(line, ensure_ascii=False))


def _readable(line: dict[str, Any], judged: "Judged | None") -> None:
    """One message a line; under it why something fired and what would be done."""
    if judged is not None:
        message = judged.message
        text = " ".join(message.text.split())
        print(f"{message.sent_at:%H:%M:%S} {message.author.name}: {text}")
        for why in line["reasons"]:
            print(f"         {why['rule']}: {why['signal']} {why['value']} ({why['need']})")
        _acts("        ", line)
        _otherwise(line)
    elif "tick" in line:
        _acts(f"{line['tick'][11:19]}", line)
    elif "summary" in line:
        _sum_up(line["summary"])


def _acts(margin: str, line: dict[str, Any]) -> None:
    for action in line["actions"]:
        rest = " ".join(str(v) for k, v in action.items() if k != "name")
        print(f"{margin} -> {action['name']} {rest} [{line['case']}]")


def _otherwise(line: dict[str, Any]) -> None:
    """What another rulebook would make of the message, where it is not the same."""
    from bot.replay.compare import differs

    if "other" in line and differs(line):
        other = line["other"]
        print(f"         other rulebook: {', '.join(other['rules']) or 'no rule'}")
        _acts("        ", other)


def _sum_up(summary: dict[str, Any]) -> None:
    print(f"\n{summary['messages']} messages, {len(summary['cases'])} case(s)")
    for rule, count in summary["rules"].items():
        print(f"  {rule}: {count}")
    for case in summary["cases"]:
        people = ", ".join(f"{one['id']} ({one['role']})" for one in case["members"])
        print(f"  {case['id']} in {case['conversation']}: {people}")
    if "differences" in summary:
        differences = summary["differences"]
        print(f"  messages that the other rulebook judges otherwise: {differences['messages']}")
        for word, sign in (("gained", "+"), ("lost", "-")):
            for rule, count in differences[f"rules_{word}"].items():
                print(f"  {sign}{count} {rule}")
