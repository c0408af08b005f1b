"""The shape of a rule file. Every scalar arrives as text; what is not named here is a mistake.

What `when`, `guard`, `then`, `do` and `exempt` may hold depends on the shelves and on the rest of
the file: `conditions_in`, `actions_in` and `levels` read them.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from bot.durations import Seconds
from bot.rulebook.examples_in import ExampleParts
from bot.rulebook.stated import Maybe

YEAR = 365 * 86400

Unknown = Literal["skip", "ask"]
Once = Literal["member", "conversation", "none"]
Mode = Literal["live", "suggest", "shadow", "off"]
Name = Annotated[str, StringConstraints(pattern=r"^\w[\w-]*$", max_length=64)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[list[Words], BeforeValidator(_listed)]


def _flag(value: object) -> bool:
    if value not in ("true", "false"):
        raise PydanticKnownError("bool_parsing")
    return value == "true"


Flag = Annotated[bool, PlainValidator(_flag, bool)]
"""`true` or `false`, and none of the other words for them."""


def _filled(value: object) -> object:
    if value is None:
        raise PydanticCustomError("empty", "empty")
    return value


Filled = Annotated[Any, AfterValidator(_filled)]
"""Read elsewhere, where what is empty is taken for what is not said."""


class Part(BaseModel):
    """Frozen, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PolicyPart(Part):
    """`policies: {respect: ...}`."""

    title: Words
    text: str = ""
    notices: Filled = None
    weight: float = Field(default=1, ge=0.1, le=1000)
    ladder: Maybe[str] = None


class StepPart(Part):
    """`steps: [{at: 2, do: [warn]}]`."""

    at: float = Field(ge=0.1, le=1_000_000)
    do: Any


class LadderPart(Part):
    """`ladders: {default: ...}`."""

    half_life: Seconds = Field(ge=60, le=10 * YEAR)
    steps: list[StepPart] = Field(min_length=1)


Ignored = Annotated[list[Literal["quotes", "code"]], BeforeValidator(_listed)]


class DefaultsPart(Part):
    """`defaults:`, which every rule can override."""

    mode: Mode = "live"
    exempt: Any = None
    ignore: Ignored = Field(default=["quotes", "code"])
    unknown: Unknown = "skip"
    cooldown: Maybe[Seconds] = Field(default=None, ge=0, le=30 * 86400)


class ExamplesPart(Part):
    """`examples:` of a rule."""

    match: ExampleParts = Field(default=[])
    no_match: ExampleParts = Field(default=[])
    instead: Flag = False
    """Of a rulebook that extends another: in place of the other's, not beside them."""


class ChangePart(Part):
    """What an override may change of a rule."""

    mode: Maybe[Mode] = None
    when: Any = None
    guard: Any = None
    then: Any = None
    exempt: Any = None
    ignore: Maybe[Ignored] = None
    unknown: Maybe[Unknown] = None
    confirm: Maybe[Literal["human", "none"]] = None
    once: Maybe[Once] = None
    cooldown: Maybe[Seconds] = Field(default=None, ge=0, le=30 * 86400)


class RulePart(ChangePart):
    """One of `rules:`."""

    id: Name
    title: str = ""
    policy: str
    when: Any
    then: Any
    where: Any = None
    release: Any = None
    priority: int = Field(default=0, ge=-1000, le=1000)
    stop: Flag = False
    examples: ExamplesPart = Field(default=ExamplesPart())


class OverridePart(Part):
    """One of `overrides:`: in this place, or for these members, these rules are different."""

    where: Any
    rules: dict[Name, ChangePart] = Field(min_length=1)


class Document(Part):
    """The whole file."""

    version: Literal["1"]
    extends: Any = None
    include: Any = None
    mode: Mode = "live"
    timezone: Maybe[str] = None
    policies: dict[Name, PolicyPart] = Field(min_length=1)
    defaults: DefaultsPart = Field(default=DefaultsPart())
    levels: dict[Name, OneOrMore] = Field(default={})
    notices: Filled = None
    translations: dict[str, dict[str, Words]] = Field(default={})
    lists: dict[Name, OneOrMore] = Field(default={})
    ladders: dict[Name, LadderPart] = Field(default={})
    rules: list[RulePart] = Field(min_length=1)
    overrides: list[OverridePart] = Field(default=[])
