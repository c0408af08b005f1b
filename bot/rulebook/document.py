"""The shape of a rule file. Every scalar arrives as text; what is not named here is a mistake.

What `when`, `guard`, `then`, `do` and `exempt` may hold depends on the shelves and on the rest of
the file: `conditions_in`, `actions_in` and `levels` read them.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.durations import Seconds
from bot.rulebook.examples_in import ExampleParts

YEAR = 365 * 86400

Mode = Literal["live", "suggest", "shadow"]
Name = Annotated[str, StringConstraints(pattern=r"^\w[\w-]*$", max_length=64)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[list[Words], BeforeValidator(_listed)]


class Part(BaseModel):
    """Frozen, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PolicyPart(Part):
    """`policies: {respect: ...}`."""

    title: Words
    text: str = ""
    weight: float = Field(default=1, ge=0.1, le=1000)
    ladder: str | None = None


class StepPart(Part):
    """`steps: [{at: 2, do: [warn]}]`."""

    at: float = Field(ge=0.1, le=1_000_000)
    do: Any


class LadderPart(Part):
    """`ladders: {default: ...}`."""

    half_life: Seconds = Field(ge=60, le=10 * YEAR)
    steps: list[StepPart] = Field(min_length=1)


class DefaultsPart(Part):
    """`defaults:`, which every rule can override."""

    mode: Mode = "live"
    exempt: Any = None
    ignore: Annotated[list[Literal["quotes", "code"]], BeforeValidator(_listed)] = Field(
        default=["quotes", "code"]
    )


class ExamplesPart(Part):
    """`examples:` of a rule."""

    match: ExampleParts = Field(default=[])
    no_match: ExampleParts = Field(default=[])


class RulePart(Part):
    """One of `rules:`."""

    id: Name
    title: str = ""
    policy: str
    mode: Mode | None = None
    when: Any
    guard: Any = None
    then: Any
    exempt: Any = None
    examples: ExamplesPart = Field(default=ExamplesPart())


class Document(Part):
    """The whole file."""

    version: Literal["1"]
    policies: dict[Name, PolicyPart] = Field(min_length=1)
    defaults: DefaultsPart = Field(default=DefaultsPart())
    levels: dict[Name, OneOrMore] = Field(default={})
    ladders: dict[Name, LadderPart] = Field(default={})
    rules: list[RulePart] = Field(min_length=1)
