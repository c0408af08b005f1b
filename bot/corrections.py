"""Corrections of a model's scores, a community and label each, learnt from what managers decided.

What is stored are the scores of the model itself, uncorrected; they are corrected whenever they are
judged, live or in a backtest. So a correction is always learnt from what the model says and never
from what an earlier correction made of it, and taking it away leaves no trace.
"""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import ConfigError
from bot.model import Conversation, Scores
from bot.ports import Scorer

MOST = 1.5
"""The largest shift: no correction makes more of an even chance than 0.82, or less than 0.18."""
Shifts = Mapping[str, float]
"""By label: what is added to the logits of a community's scores."""
Corrections = Mapping[tuple[str, str], Shifts]
"""By platform and community; whoever is not there has the model's own scores."""


class Correction(BaseModel):
    """One shift, and the decided messages that it was learnt from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    platform: str
    community: str
    label: str
    shift: Annotated[float, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
    upheld: Annotated[int, Field(ge=0)]
    dismissed: Annotated[int, Field(ge=0)]


class CorrectionsFile(BaseModel):
    """The content of a file of corrections; `model` is the name of the only model it is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    model: str
    corrections: tuple[Correction, ...]

    @model_validator(mode="after")
    def _one_shift_a_label(self) -> Self:
        known = set()
        for one in self.corrections:
            key = one.platform, one.community, one.label
            if key in known:
                raise ValueError(f"`{'/'.join(key)}` is corrected twice")
            known.add(key)
        return self


def corrected(corrections: Corrections, scores: Scores, where: Conversation) -> Scores:
    """The scores as they are meant in this community; higher ones stay higher, unknown unknown."""
    shifts = corrections.get((where.platform, where.community), {})
    if shifts.keys().isdisjoint(scores):
        return scores
    return {label: shifted(score, shifts.get(label, 0.0)) for label, score in scores.items()}


def shifted(score: float, shift: float) -> float:
    """The score with `shift` added to its logit: its odds times e to the `shift`."""
    if not shift:
        return score
    odds = math.exp(shift)
    return score * odds / (score * odds + (1 - score))


def read_corrections(path: str, scorer: Scorer) -> Corrections:
    """The corrections in the file of that path, made for this scorer; none for an empty path.

    `ConfigError` says what is wrong with it, and where.
    """
    if not path:
        return {}
    found = _read(Path(path).expanduser(), path)
    if found.model != scorer.name:
        raise _unusable(
            path, f"`model`: it corrects `{found.model}`, and the model here is `{scorer.name}`"
        )
    by_community: dict[tuple[str, str], dict[str, float]] = {}
    for number, one in enumerate(found.corrections):
        if one.label not in scorer.labels:
            raise _unusable(
                path, f"`corrections.{number}.label`: `{scorer.name}` does not say `{one.label}`"
            )
        by_community.setdefault((one.platform, one.community), {})[one.label] = one.shift
    return by_community


def _read(path: Path, told: str) -> CorrectionsFile:
    try:
        return CorrectionsFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise _unusable(told, (error.strerror or str(error)).lower()) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise _unusable(told, f"`{where}`: {said}" if where else said) from None


def _unusable(path: str, why: str) -> ConfigError:
    return ConfigError(
        f"CORRECTIONS: {path}: {why}; make it anew with `python -m bot.training --from-decisions`, "
        "or leave CORRECTIONS empty"
    )
