"""Plain values that travel everywhere."""

from collections.abc import Mapping

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Options = Mapping[str, Json]
Value = float | bool | str | None
Scores = Mapping[str, float]
"""What a model says of a text: label -> 0..1. An empty mapping means unknown."""
Thresholds = Mapping[str, Mapping[str, float]]
"""A model's own: {"likely": {label: 0..1}, "very likely": {...}}."""
