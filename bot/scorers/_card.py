"""What a model's folder says of it: `model.json`, and whether the other files are whole."""

import hashlib
from importlib.resources.abc import Traversable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import ScorerError

Share = Annotated[float, Field(ge=0, le=1)]
Language = Annotated[str, Field(pattern="^[a-z]{2}$")]
Temperature = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Card(BaseModel):
    """The keys of `model.json` that scoring needs; others are notes for people."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(min_length=1)
    labels: tuple[str, ...] = Field(min_length=1)
    max_tokens: int = Field(ge=32)
    thresholds: dict[str, Share]
    """The score from which a label is likely."""
    very_likely: dict[str, Share] = Field(default_factory=dict)
    """The same for very likely; by default halfway from likely to 1."""
    temperatures: dict[Language, Temperature] = Field(default_factory=dict)
    """What the logits of texts in a language (ISO 639-1) are divided by, so that the scores are
    probabilities there (temperature scaling, Guo et al. 2017); 1.0 where a language has none."""
    sha256: dict[str, str] = Field(default_factory=dict)
    """Checksums of the other files, by file name."""

    @model_validator(mode="after")
    def _one_threshold_a_label(self) -> Self:
        if set(self.thresholds) != set(self.labels):
            raise ValueError("`thresholds` and `labels` must name the same labels")
        if strangers := set(self.very_likely) - set(self.labels):
            raise ValueError(f"`very_likely` names `{min(strangers)}`, which is no label")
        return self

    @property
    def levels(self) -> dict[str, dict[str, float]]:
        """The thresholds by the words that rules use for them."""
        halfway = {label: (1 + likely) / 2 for label, likely in self.thresholds.items()}
        return {"likely": dict(self.thresholds), "very likely": halfway | self.very_likely}


def read_card(folder: Traversable) -> Card:
    """The card of a model; `ScorerError` names what is wrong with `model.json`."""
    path = folder / "model.json"
    try:
        return Card.model_validate_json(path.read_bytes())
    except OSError as error:
        raise broken(path, error.strerror or str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise broken(path, f"{where}: {said}" if where else said) from None


def check_whole(path: Traversable, card: Card) -> None:
    """`ScorerError` when the file is missing or not the one that the card was written for."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise broken(path, error.strerror or str(error)) from None
    if card.sha256.get(path.name, digest.hexdigest()) != digest.hexdigest():
        raise broken(path, "its checksum is not the one in model.json")


def broken(path: Traversable, why: str) -> ScorerError:
    """The error for a file of a model that cannot be used; it says what to do."""
    why = " ".join(why.split()).rstrip(".")
    return ScorerError(
        f"{path} cannot be used: {why}; put the model's files back, "
        "or install again with `pip install --force-reinstall hearthkeeper`"
    )
