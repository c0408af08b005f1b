"""A labelled message: one shape for all sources, with labels missing where a source is silent."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.evaluation.rows import LABELS

__all__ = ["HARMLESS", "LABELS", "Row", "lines", "own"]

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


def lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON lines file with a `text`; `ConfigError` names file and line."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file):
                if not line.strip():
                    continue
                found = json.loads(line)
                if not isinstance(found, dict) or not isinstance(found.get("text"), str):
                    raise ConfigError(f"{path}:{number + 1}: not an object with a `text`")
                yield number, found
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{number + 1}: not JSON: {error.msg}") from None


def own(path: Path) -> Iterator[Row]:
    """Rows of a file of our own, each label given as 0 or 1 under its name."""
    for number, found in lines(path):
        kind = str(found.get("kind", ""))
        try:
            known = {label: float(found[label]) for label in LABELS if label in found}
        except (TypeError, ValueError):
            raise ConfigError(f"{path}:{number + 1}: labels are 0 or 1") from None
        labels = {**_by_kind(kind), **known}
        yield Row(found["text"], str(found.get("lang", "")), labels, kind, path.stem, number)


def _by_kind(kind: str) -> dict[str, float]:
    """What a kind says of the labels that our first files do not carry; of `question` nothing."""
    if kind in {"complaint", "support"}:
        return {"complaint": float(kind == "complaint"), "deescalation": float(kind == "support")}
    if kind in HARMLESS:
        return {"complaint": 0.0}
    return {"praise": 0.0, "deescalation": 0.0}
