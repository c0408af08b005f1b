"""The examples of a rule: single messages, and small conversations.

match:
  - "you are a complete idiot"
  - - {ann: "you never read anything"}
    - {bob: "and you are a complete idiot", after: 30s, reply: 1, roles: [vip], in: general}
"""

import difflib
from collections.abc import Iterator
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
)
from pydantic_core import InitErrorDetails, PydanticCustomError, PydanticKnownError

from bot.durations import seconds
from bot.rulebook.mistakes import nearest
from bot.rulebook.schema import Example, ExampleLine
from bot.rulebook.stated import Maybe

MOST_LINES = 50
LONGEST = 3650 * 86400
_SHAPE = 'an example is a text, or a list of lines such as `- {ann: "hello"}`'
_BARE = "a conversation is a list of lines: put one more `-` before its first"


def _span(said: object) -> int:
    found = seconds(said)
    if found > LONGEST:
        raise ValueError(f"`{said}` is longer than ten years")
    return found


Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Span = Annotated[int, BeforeValidator(_span)]
Names = Annotated[
    tuple[Words, ...], BeforeValidator(lambda said: [said] if isinstance(said, str) else said)
]


class LinePart(BaseModel):
    """`{bob: "no, you did", after: 30s, reply: 1}`; the key that is no option is the speaker."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Words]

    after: Span = Field(default=10, description="Time since the line before.")
    reply: Maybe[int] = Field(
        default=None, ge=1, description="Which line it answers; the first is 1."
    )
    roles: Names = Field(default=(), description="The speaker's roles.")
    place: Maybe[Words] = Field(default=None, alias="in", description="The channel or topic.")
    joined: Maybe[Span] = Field(default=None, description="How long ago the speaker joined.")
    created: Maybe[Span] = Field(default=None, description="How old the speaker's account is.")


_OPTIONS = sorted(field.alias or name for name, field in LinePart.model_fields.items())


def read_example(said: object) -> Example:
    """One item of `match` or `no_match`; raises `ValidationError` with all that is wrong."""
    if isinstance(said, str):
        if not said.strip():
            raise PydanticKnownError("string_too_short", {"min_length": 1})
        return said.strip()
    if not isinstance(said, list) or not 0 < len(said) <= MOST_LINES:
        raise ValidationError.from_exception_data("example", [_misshapen(said)])
    faults = [fault for at, line in enumerate(said) for fault in _faults(line, at)]
    if faults:
        raise ValidationError.from_exception_data("example", faults)
    return tuple(_line(LinePart.model_validate(line)) for line in said)


ExampleParts = Annotated[
    list[Annotated[Example, PlainValidator(read_example, str | list[LinePart])]],
    BeforeValidator(lambda said: [said] if isinstance(said, str) else said),
]
"""`match` or `no_match`: one text, or a list of examples."""


def _misshapen(said: object) -> InitErrorDetails:
    if isinstance(said, dict):
        return _fault(_BARE)
    many = isinstance(said, list) and len(said) > MOST_LINES
    return _fault(f"a conversation of more than {MOST_LINES} lines" if many else _SHAPE)


def _faults(said: object, at: int) -> Iterator[InitErrorDetails]:
    """What is wrong with line `at` of a conversation, counted from 0."""
    if not isinstance(said, dict):
        yield _fault('a line of a conversation is `NAME: "text"`', at)
        return
    try:
        reply = LinePart.model_validate(said).reply
    except ValidationError as error:
        for one in error.errors():
            loc, context = (at, *one["loc"]), one.get("ctx", {})
            yield InitErrorDetails(type=one["type"], loc=loc, input=one["input"], ctx=context)
    else:
        if reply is not None and reply > at:
            yield _fault(f"there is no earlier line {reply}; the first is 1", at, "reply")
    speakers = [key for key in said if key not in _OPTIONS]
    if not speakers:
        yield _fault('nobody speaks in this line: write `NAME: "text"`', at)
    for key in _surplus(speakers):
        near = nearest(key, _OPTIONS)
        yield _fault(f"unknown key `{key}` in a line of one speaker{near}", at, key, "[key]")


def _surplus(speakers: list[str]) -> list[str]:
    """All but the speaker: the first key that is no slip of an option."""
    whole = (key for key in speakers if not difflib.get_close_matches(key, _OPTIONS))
    speaker = next(whole, speakers[0] if speakers else None)
    return [key for key in speakers if key != speaker]


def _fault(text: str, *loc: int | str) -> InitErrorDetails:
    error = PydanticCustomError("value_error", "{error}", {"error": text})
    return InitErrorDetails(type=error, loc=loc, input=text)


def _line(part: LinePart) -> ExampleLine:
    ((by, text),) = part.__pydantic_extra__.items()
    return ExampleLine(
        by=by,
        text=text,
        after_s=part.after,
        reply=part.reply,
        roles=part.roles,
        place=part.place,
        joined_s=part.joined,
        created_s=part.created,
    )
