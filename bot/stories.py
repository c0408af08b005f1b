"""Stories: whole conversations in YAML, with what the bot is expected to make of them.

    title: A quarrel over the build
    about: Two maintainers escalate step by step.
    conversation: general
    cast:
      matt: {name: Matt, lang: en, about: "Knows the build by heart."}
      hana: {name: Hana, lang: en}
    lines:
      - {at: 0s, by: matt, text: "the build is on meson now"}
      - {at: 40s, by: hana, text: "again?", reply_to: 1}
    expect:
      cases: 1
      people: {matt: side_a, hana: side_b}

Lines are numbered from 1; a line's message id is `m` and its number. `at` counts from the start.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.durations import Seconds
from bot.errors import ConfigError
from bot.model import Conversation, Member, Message

START = datetime(2026, 1, 5, 18, tzinfo=UTC)

Role = Literal["side_a", "side_b", "target", "troll", "bystander"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Character(_Part):
    """A member of the cast."""

    name: str = ""
    lang: str | None = None
    about: str = ""
    roles: tuple[str, ...] = ()


class Line(_Part):
    """What somebody says, `at` seconds from the start; `edits` names the line whose text it is."""

    at: Seconds
    by: str
    text: str
    reply_to: int | None = None
    mentions: tuple[str, ...] = ()
    edits: int | None = None


class Expected(_Part):
    """What the bot should make of it; what is left out is not checked."""

    cases: int | None = None
    escalated: int | None = None
    rules: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    people: dict[str, Role] = Field(default_factory=dict)
    muted: tuple[str, ...] | None = None
    warned: tuple[str, ...] | None = None


class Story(_Part):
    """One story, read and checked."""

    title: str
    about: str = ""
    community: str = "hearth"
    conversation: str = "general"
    cast: dict[str, Character]
    lines: tuple[Line, ...] = Field(min_length=1)
    expect: Expected = Expected()

    def members(self, platform: str) -> dict[str, Member]:
        """The cast as members of a platform, by their key in the story."""
        return {
            key: Member(platform, self.community, key, one.name or key, one.roles, lang=one.lang)
            for key, one in self.cast.items()
        }

    def messages(self, platform: str, start: datetime = START) -> Iterator[Message]:
        """The lines as messages of a platform, in order."""
        where = Conversation(platform, self.community, self.conversation, self.conversation)
        members = self.members(platform)
        for number, line in enumerate(self.lines, 1):
            yield Message(
                id=f"m{line.edits or number}",
                conversation=where,
                author=members[line.by],
                text=line.text,
                sent_at=start + timedelta(seconds=line.at),
                reply_to=f"m{line.reply_to}" if line.reply_to else None,
                mentions=line.mentions,
                edited=line.edits is not None,
            )


def loads(text: str, name: str) -> Story:
    """Read one story; raises `ConfigError` with every mistake, each with its place."""
    try:
        raw = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise ConfigError(f"{name}{line}: {error.problem or error.context}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ConfigError(f"{name}: no YAML that can be read: {said}") from None
    try:
        story = Story.model_validate(raw)
    except ValidationError as error:
        found = (f"{name}: {_path(one['loc'])}{one['msg']}" for one in error.errors())
        raise ConfigError("\n".join(found)) from None
    if problems := list(_problems(story)):
        raise ConfigError("\n".join(f"{name}: {problem}" for problem in problems))
    return story


def _path(parts: tuple[int | str, ...]) -> str:
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)
    return f"{where}: " if where else ""


def _problems(story: Story) -> Iterator[str]:
    before = 0
    for number, line in enumerate(story.lines, 1):
        yield from (f"line {number}: {problem}" for problem in _slips(story, number, line))
        if line.at < before:
            yield f"line {number}: is said before the line above it"
        before = line.at
    for who in story.expect.people:
        if who not in story.cast:
            yield f"expect.people: `{who}` is not in the cast"


def _slips(story: Story, number: int, line: Line) -> Iterator[str]:
    for who in (line.by, *line.mentions):
        if who not in story.cast:
            yield f"`{who}` is not in the cast"
    for earlier in (line.reply_to, line.edits):
        if earlier is not None and not 1 <= earlier < number:
            yield f"there is no earlier line {earlier}"
