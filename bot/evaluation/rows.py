"""Labelled messages: JSON lines of two forms, which are told apart line by line.

    {"text", "lang", "kind", "toxicity": 0|1, "insult": 0|1, ...}
    {"text", "lang", "toxic": 0|1|null, "labels": {original label: value}}

A label that is missing or null is unknown. In the second form `toxic` is our `toxicity`; original
labels of our names count as they are, and others by `renamed`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import ConfigError
from bot.evaluation.lines import each_once, values
from bot.rulebook.mistakes import nearest

HOSTILE = ("toxicity", "insult", "threat", "identity_attack", "provocation")
"""Labels that say that a message attacks people."""
LABELS = (
    *HOSTILE[:4],
    "obscene",
    "provocation",
    "directed",
    "complaint",
    "question",
    "praise",
    "deescalation",
)
"""What a message can be labelled with, in the order of the reports."""
HALF = 0.5
"""The value from which a label that is a share counts as given."""
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A text and what is known of it; `lang` is ISO 639-1, or empty as `kind` may be."""

    text: str
    lang: str
    kind: str
    labels: Mapping[str, bool]
    file: str
    line: int
    """Its line in the file, from 1."""

    @property
    def hostile(self) -> bool:
        """Whether it is labelled as an attack of any sort."""
        return any(self.labels.get(label, False) for label in HOSTILE)

    @property
    def harmless(self) -> bool:
        """Whether it is known for no attack."""
        return self.labels.get("toxicity") is False and not self.hostile


class LeftOut(NamedTuple):
    """An original label of our name that does not count: in this file its values are others."""

    file: str
    label: str
    line: int
    value: object


class Wanted(NamedTuple):
    """Which lines are taken of each file, and which original labels are taken for ours."""

    every: int = 1
    limit: int | None = None
    renamed: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that was read; `originals` are the names of the original labels."""

    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    originals: set[str] = field(default_factory=set)


def read_files(paths: Sequence[Path], wanted: Wanted) -> Data:
    """The messages of all files; `ConfigError` names the line that cannot be read."""
    data = Data()
    for path in each_once(paths):
        _read(path, wanted, data)
    if not data.rows:
        raise ConfigError(f"no messages in {', '.join(map(str, paths))}")
    for ours, theirs in wanted.renamed.items():
        if theirs not in data.originals:
            near = nearest(theirs, data.originals)
            raise ConfigError(f"--label {ours}={theirs}: no message has a label `{theirs}`{near}")
    return data


def _read(path: Path, wanted: Wanted, data: Data) -> None:
    found = list(_objects(path, wanted))
    strange: dict[str, LeftOut] = {}
    for line, one in found:
        originals = one.get("labels") or {}
        data.originals.update(originals)
        for label in (label for label in LABELS if label not in wanted.renamed):
            value = originals.get(label)
            if value is not None and not _is_share(value):
                strange.setdefault(label, LeftOut(str(path), label, line, value))
    data.left_out.extend(strange.values())
    for line, one in found:
        kind, lang = one.get("kind") or "", one.get("lang") or ""
        labels = _labels(f"{path}:{line}", one, wanted.renamed, strange)
        data.rows.append(Row(one["text"], lang, kind, labels, str(path), line))


def _labels(
    place: str, found: Object, renamed: Mapping[str, str], strange: Mapping[str, LeftOut]
) -> dict[str, bool]:
    """What is known of a message; what was given by name on the command line comes first."""
    if "toxic" not in found and "labels" not in found:
        if not any(label in found for label in LABELS):
            raise ConfigError(f"{place}: no label: neither ours, such as `toxicity`, nor `toxic`")
        return _known(place, {label: found.get(label) for label in LABELS})
    originals = found.get("labels") or {}
    said = {label: originals.get(label) for label in LABELS if label not in strange}
    if found.get("toxic") is not None:
        said["toxicity"] = found["toxic"]
    said |= {ours: originals.get(theirs) for ours, theirs in renamed.items()}
    return _known(place, said)


def _known(place: str, said: Mapping[str, object]) -> dict[str, bool]:
    for label, value in said.items():
        if value is not None and not _is_share(value):
            shown = json.dumps(value, ensure_ascii=False)
            raise ConfigError(f"{place}: `{label}` is {shown:.40}, not a number from 0 to 1")
    return {label: value >= HALF for label, value in said.items() if isinstance(value, int | float)}


def _is_share(value: object) -> bool:
    """Whether it is false, true or a number from 0 to 1."""
    return isinstance(value, int | float) and 0 <= value <= 1


def _objects(path: Path, wanted: Wanted) -> Iterator[tuple[int, Object]]:
    """The objects of a file, with the numbers of their lines from 1."""
    for number, value in values(path, wanted.every, wanted.limit):
        yield number, _object(f"{path}:{number}", value)


def _object(place: str, found: Any) -> Object:  # noqa: ANN401 - any JSON
    if not isinstance(found, dict):
        raise ConfigError(f"{place}: not a JSON object")
    if not isinstance(found.get("text"), str):
        raise ConfigError(f"{place}: `text` is not a string")
    for key in ("lang", "kind"):
        if not isinstance(found.get(key), str | None):
            raise ConfigError(f"{place}: `{key}` is not a string")
    if not isinstance(found.get("labels"), dict | None):
        raise ConfigError(f"{place}: `labels` is not an object")
    return found
