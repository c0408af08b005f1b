"""A labelled message: one shape for all sources, with labels missing where a source is silent."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.evaluation.rows import LABELS

__all__ = ["HARMLESS", "HOSTILE", "LABELS", "Row", "objects", "own"]

HARMLESS = frozenset(
    {
        "neutral",
        "friendly_banter",
        "vulgar_not_attack",
        "hard_disagreement",
        "complaint",
        "negation_or_quote",
        "identity_neutral",
        "self_deprecating",
        "hyperbole",
        "support",
    }
)
"""Kinds of our own messages that merely look like attacks, or not even that."""
HOSTILE = frozenset(
    {
        "direct_insult",
        "mild_insult",
        "veiled_insult",
        "threat",
        "identity_attack",
        "vulgar_attack",
        "provocation",
        "obfuscated",
    }
)
"""Kinds that attack somebody."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text, its language (ISO 639-1) and what is known of it: label -> 0..1."""

    text: str
    lang: str
    labels: Mapping[str, float]
    kind: str = ""
    source: str = ""
    number: int = 0
    """The line of its file, counted from 0."""


def objects(path: Path, *keys: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON lines file with a string under each key, each with its line from 0.

    `ConfigError` names file and line of one that is not.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file):
                if not line.strip():
                    continue
                found = json.loads(line)
                for key in keys:
                    if not isinstance(found, dict) or not isinstance(found.get(key), str):
                        raise ConfigError(f"{path}:{number + 1}: not an object with a `{key}`")
                yield number, found
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{number + 1}: not JSON: {error.msg}") from None


def own(path: Path, source: str) -> Iterator[Row]:
    """Rows of a file of our form: each label 0..1 under its name, unknown when null or missing."""
    for number, found in objects(path, "text"):
        kind = str(found.get("kind", ""))
        known = {label: found[label] for label in LABELS if found.get(label) is not None}
        if wrong := next((label for label, value in known.items() if not _is_share(value)), None):
            raise ConfigError(f"{path}:{number + 1}: `{wrong}` must be 0, 1 or between")
        labels = {**_by_kind(kind), **{label: float(value) for label, value in known.items()}}
        yield Row(found["text"], str(found.get("lang", "")), labels, kind, source, number)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def _by_kind(kind: str) -> dict[str, float]:
    """What a kind says of the labels that our first files do not carry; of `question` nothing."""
    if kind in {"complaint", "support"}:
        return {"complaint": float(kind == "complaint"), "deescalation": float(kind == "support")}
    if kind in HARMLESS:
        return {"complaint": 0.0}
    return {"praise": 0.0, "deescalation": 0.0} if kind in HOSTILE else {}
