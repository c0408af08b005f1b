"""Files of labelled data: JSON lines, each read with its place."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.errors import ConfigError


def each_once(paths: Sequence[Path]) -> Sequence[Path]:
    """The paths; `ConfigError` names a file that is given twice, also by another path to it."""
    real = [path.resolve() for path in paths]
    for path in paths:
        if real.count(path.resolve()) > 1:
            raise ConfigError(f"{path}: given twice")
    return paths


def values(path: Path, every: int = 1, limit: int | None = None) -> Iterator[tuple[int, Any]]:
    """What stands in a file's lines, with their numbers from 1; blank lines are skipped.

    Only lines are read whose number, from 0, `every` divides, and at most `limit` of them.
    `ConfigError` names file and line of one that is not JSON.
    """
    taken = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file):
                if number % every or not line.strip():
                    continue
                if taken == limit:
                    return
                taken += 1
                yield number + 1, _value(f"{path}:{number + 1}", line)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None


def _value(place: str, line: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{place}: not UTF-8 text at byte {error.start + 1}") from None
    except RecursionError:
        raise ConfigError(f"{place}: not JSON: nested too deeply") from None
    except ValueError as error:
        raise ConfigError(f"{place}: not JSON: {getattr(error, 'msg', error)}") from None
