"""What may be written: text and JSON that both databases can hold."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def storable(text: str) -> str:
    """The text itself; with U+FFFD in place of a NUL or of half a surrogate pair."""
    text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def dumps(value: Any) -> str:  # noqa: ANN401 - anything made of our frozen data
    """JSON of mappings, sequences and frozen data; a number that is none becomes null."""
    try:
        return to_json(value, inf_nan_mode="null").decode()
    except PydanticSerializationError:
        return to_json(_storable(value), inf_nan_mode="null").decode()


def loads(text: str) -> Any:  # noqa: ANN401 - the converters in `rows` say what it is
    """What `dumps` was given, as lists, dicts and plain values."""
    return from_json(text)


def _storable(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    if isinstance(value, Mapping):
        return {storable(key): _storable(each) for key, each in value.items()}
    if is_dataclass(value):
        return {field.name: _storable(getattr(value, field.name)) for field in fields(value)}
    return value
