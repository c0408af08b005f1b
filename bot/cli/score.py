"""`score`: what the model says of each line of standard input, as the bot would ask it."""

import asyncio
import json
import os
import stat
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.cli.progress import progress
from bot.errors import ConfigError, ScorerError

if TYPE_CHECKING:
    from bot.ports import Scorer

AHEAD = 64
"""Lines that are read and scored ahead of the one whose turn it is to be answered."""
CHUNK = 65_536
LONGEST = 1_000_000
"""Bytes of a line; what is longer is no message."""
LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
"""Escapes for what some readers take for the end of a line."""

Step = Callable[[int], None]
Result = TypeVar("Result")
Turns = asyncio.Queue[tuple[int, asyncio.Task[bytes]] | None]
"""Answers in the order of their lines, each with its line's bytes; None after the last."""


def score(
    scorer: Annotated[
        str | None, typer.Option(help="The model, or a folder with one; default: SCORER.")
    ] = None,
) -> None:
    """Score messages from standard input, one a line, and print one JSON object for each.

    A line that is a JSON object with `text` is taken as that, every other line as plain text;
    blank lines are skipped. Each line is answered as soon as it is read, in the same order, with
    `{"text", "lang", "scores": {label: 0..1}, "model"}`; `lang` is ISO 639-1 or null.

    Example: `echo "you are a complete idiot" | python -m bot score`
    """
    from bot.config import read_settings

    if sys.stdin is None:
        raise ConfigError("stdin cannot be read: it is closed")
    try:
        asyncio.run(_score(read_settings(scorer=scorer).scorer))
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _score(name: str) -> None:
    """Print the answers in the order of the lines; what stops the reading is raised after them."""
    from bot import language, scorers

    model, _ = await asyncio.gather(
        asyncio.to_thread(scorers.load, name), asyncio.to_thread(language.prepare)
    )
    turns: Turns = asyncio.Queue()
    room = asyncio.Semaphore(AHEAD)
    reading = _begin(_read(model, turns, room))
    try:
        with _progress() as step:
            while turn := await turns.get():
                size, answer = turn
                sys.stdout.buffer.write(await answer)
                sys.stdout.buffer.flush()
                room.release()
                step(size)
        await reading
    finally:
        await model.close()


def _begin(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    """A task whose failure is somebody's to await, and nobody's to log when it is not awaited."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


async def _read(model: "Scorer", turns: Turns, room: asyncio.Semaphore) -> None:
    """Begin to score each line as it comes, a few ahead; None at the end, however it comes."""
    number = 0
    try:
        async for line in _lines():
            number += 1
            text = _text(line, number)
            if text is not None:
                await room.acquire()
                turns.put_nowait((len(line), _begin(_answer(model, text, number))))
    finally:
        turns.put_nowait(None)


def _text(line: bytes, number: int) -> str | None:
    """The message of a line; None for a blank one."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        place = f"stdin, line {number}"
        raise ConfigError(f"{place}: not UTF-8 text at byte {error.start + 1}") from None
    if not text.strip():
        return None
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return text
    if not isinstance(found, dict) or "text" not in found:
        return text
    if not isinstance(found["text"], str):
        raise ConfigError(f"stdin, line {number}: `text` is not a string")
    return found["text"]


async def _answer(model: "Scorer", text: str, number: int) -> bytes:
    """The line that is printed for a text: scored as the pipeline does, the higher form counts."""
    from bot.language import detect
    from bot.normalise import read
    from bot.scoring import scores_of

    reading = read(text)
    try:
        scores = await scores_of(model, reading)
    except ScorerError as error:
        raise ScorerError(f"stdin, line {number}: {error}") from error
    answer = {
        "text": text,
        "lang": detect(reading.own),
        "scores": {label: round(value, 4) for label, value in scores.items()},
        "model": model.name,
    }
    try:
        return json.dumps(answer, ensure_ascii=False).translate(LINE_ENDS).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair, which only JSON's own escapes can carry
        return json.dumps(answer).encode() + b"\n"


async def _lines() -> AsyncIterator[bytes]:
    """The lines of standard input without their ends, each as soon as it is there."""
    number, rest = 1, b""
    while chunk := await _chunk():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line
        number += len(lines)
        if len(rest) > LONGEST:
            raise ConfigError(f"stdin, line {number}: longer than {LONGEST:,} bytes")
    if rest:
        yield rest


async def _chunk() -> bytes:
    """What standard input has now, or will have next; empty at its end.

    Read in a thread of its own that nothing waits for, so that Ctrl+C works while no line comes.
    """
    loop = asyncio.get_running_loop()
    coming: asyncio.Future[bytes | OSError] = loop.create_future()

    def land(got: bytes | OSError) -> None:
        if not coming.done():
            coming.set_result(got)

    def fetch() -> None:
        got: bytes | OSError
        try:
            got = os.read(0, CHUNK)
        except OSError as error:
            got = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(land, got)

    threading.Thread(target=fetch, daemon=True).start()
    got = await coming
    if isinstance(got, OSError):
        raise ConfigError(f"stdin cannot be read: {got.strerror}")
    return got


@contextmanager
def _progress() -> Iterator[Step]:
    """A bar on stderr where that is a terminal and both other ends are not."""
    if not sys.stderr.isatty() or sys.stdin.isatty() or sys.stdout.isatty():
        yield lambda _: None
        return
    about = os.fstat(0)
    total = about.st_size if stat.S_ISREG(about.st_mode) else None
    with progress("scoring", total) as step:
        yield lambda size: step(size + 1)
