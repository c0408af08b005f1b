"""Labelled conversations: JSON lines of two forms, which are told apart line by line.

    {"id", "lang", "kind", "flame_war": 0|1, "onset": turn|null, "troll": name|null,
     "target": name|null,
     "turns": [{"author", "at": seconds, "text", "reply_to": turn|null, "toxicity": 0|1,
                "provocation"?: 0|1, "deescalation"?: 0|1}]}
    {"conv_id", "lang", "derails": 0|1|null, "turns": [{"speaker", "text", "labels": {}}]}

Turns are counted from 0. Where a turn has no time it comes `APART` after the one before. Where
nobody is named, two people speak by turns. A turn whose labels have `final` is what was to be
foreseen: it is not heard.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.evaluation.lines import each_once, values

APART = timedelta(seconds=60)
LONGEST = timedelta(days=30)
"""No conversation lasts longer; beyond it a clock was broken."""
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation, `at` after its start.

    `hostile` is to a person; that and whether it `baits` or `calms` is None when nobody says.
    """

    author: str
    at: timedelta
    text: str
    reply_to: int | None
    hostile: bool | None
    baits: bool | None = None
    calms: bool | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation and what is known of it.

    `flares` says whether it becomes a quarrel, `onset` is the turn at which somebody should step
    in; None is unknown.
    """

    id: str
    lang: str
    kind: str
    turns: tuple[Turn, ...]
    flares: bool | None
    onset: int | None
    troll: str | None
    target: str | None
    file: str
    line: int
    """Its line in the file, from 1."""


def read_talks(paths: Sequence[Path]) -> list[Talk]:
    """The conversations of all files; `ConfigError` names the line that cannot be read."""
    found = [
        _talk(f"{path}:{number}", value, path, number)
        for path in each_once(paths)
        for number, value in values(path)
    ]
    if not found:
        raise ConfigError(f"no conversations in {', '.join(map(str, paths))}")
    return found


def _talk(place: str, found: Any, path: Path, number: int) -> Talk:  # noqa: ANN401 - any JSON
    if not isinstance(found, dict) or not isinstance(found.get("turns"), list):
        raise ConfigError(f"{place}: not an object with a list of `turns`")
    turns = tuple(_turns(place, found["turns"]))
    if not turns:
        raise ConfigError(f"{place}: `turns` holds nothing to hear")
    talk = Talk(
        id=str(found.get("id") or found.get("conv_id") or number),
        lang=_text(place, found, "lang") or "",
        kind=_text(place, found, "kind") or "",
        turns=turns,
        flares=_flag(place, found, "flame_war" if "flame_war" in found else "derails"),
        onset=_index(place, found, "onset", len(turns), "a turn that is heard"),
        troll=_text(place, found, "troll"),
        target=_text(place, found, "target"),
        file=str(path),
        line=number,
    )
    for part, who in (("troll", talk.troll), ("target", talk.target)):
        if who is not None and all(turn.author != who for turn in turns):
            raise ConfigError(f"{place}: `{part}` is {who!r}, who says nothing")
    return talk


def _turns(place: str, found: list[Any]) -> Iterator[Turn]:
    at = timedelta(0)
    for number, one in enumerate(found):
        here = f"{place}: turn {number}"
        if not isinstance(one, dict) or not isinstance(one.get("text"), str):
            raise ConfigError(f"{here}: not an object with a `text`")
        labels = one.get("labels") or {}
        if not isinstance(labels, dict):
            raise ConfigError(f"{here}: `labels` is not an object")
        if labels.get("final"):
            return
        at = _time(here, one, at if number == 0 else at + APART, at)
        name = _text(here, one, "author") or _text(here, one, "speaker") or f"{number % 2 + 1}"
        ours = "toxicity" in one
        hostile = _flag(here, one, "toxicity") if ours else _flag(here, labels, "toxic")
        yield Turn(
            author=name,
            at=at,
            text=one["text"],
            reply_to=_index(here, one, "reply_to", number, "a turn before"),
            hostile=hostile,
            baits=_flag(here, one, "provocation"),
            calms=_flag(here, one, "deescalation"),
        )


def _time(place: str, found: Object, otherwise: timedelta, before: timedelta) -> timedelta:
    value = found.get("at")
    if value is None:
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(f"{place}: `at` is not a number of seconds")
    if not 0 <= value <= LONGEST.total_seconds():
        raise ConfigError(f"{place}: `at` is {value}, not between 0 s and {LONGEST.days} days")
    at = timedelta(seconds=value)
    if at < before:
        raise ConfigError(f"{place}: `at` is {value}, before the turn before it")
    return at


def _text(place: str, found: Object, key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise ConfigError(f"{place}: `{key}` is not a string")
    return value


def _flag(place: str, found: Object, key: str) -> bool | None:
    value = found.get(key)
    if value is not None and value not in (0, 1):
        raise ConfigError(f"{place}: `{key}` is {value!r}, neither 0 nor 1")
    return None if value is None else bool(value)


def _index(place: str, found: Object, key: str, most: int, what: str) -> int | None:
    value = found.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < most:
        raise ConfigError(f"{place}: `{key}` is {value!r}, not the number of {what}")
    return value
