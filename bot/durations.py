"""Durations as people write them in YAML: `20s`, `30m`, `1h`, `1d`, `2w`, or joined: `1h30m`."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_PART = re.compile(r"(\d{1,9})\s*([smhdw])")
_PLAIN = re.compile(r"\d{1,9}")
_WHOLE = re.compile(r"(?:\d{1,9}\s*[smhdw]\s*)+")


def seconds(text: object) -> int:
    """Whole seconds of a duration such as `30m`; a plain whole number is seconds already.

    Raises `ValueError` for anything else.
    """
    if isinstance(text, int) and not isinstance(text, bool) and text >= 0:
        return text
    if isinstance(text, str) and _PLAIN.fullmatch(text.strip()):
        return int(text)
    if not isinstance(text, str) or not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"`{text}` is not a duration such as `30m`, `1h` or `1d`")
    return sum(int(count) * _UNITS[unit] for count, unit in _PART.findall(text))


def said(span: timedelta | int) -> str:
    """A duration as people write it, in its two largest units, such as `1h30m`; never empty."""
    left = int(span.total_seconds()) if isinstance(span, timedelta) else span
    parts = []
    for unit, size in sorted(_UNITS.items(), key=lambda pair: -pair[1]):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts[:2]) or "0s"


Seconds = Annotated[int, BeforeValidator(seconds)]
"""A pydantic field that reads a duration and holds whole seconds."""
