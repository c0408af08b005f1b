"""Recorded chats: JSON lines, or one of our stories in YAML."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, field_validator

from bot import stories
from bot.errors import ConfigError
from bot.model import Conversation, Member, Message

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Times of messages; beyond these a clock was broken."""


class Row(BaseModel):
    """One line of a recorded chat; `at` is ISO 8601 with a zone, further keys are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: str
    at: AwareDatetime
    conversation: str
    author: str
    text: str
    platform: str = "replay"
    community: str = "replay"
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    edited: bool = False
    roles: tuple[str, ...] = ()
    joined_at: AwareDatetime | None = None
    created_at: AwareDatetime | None = None
    lang: str | None = None

    @field_validator("at", "joined_at", "created_at")
    @classmethod
    def _in_our_time(cls, at: datetime | None) -> datetime | None:
        if at is not None and not FIRST <= at <= LAST:
            raise ValueError(f"{at:%Y-%m-%d} is not between {FIRST:%Y} and {LAST:%Y}")
        return at

    def message(self) -> Message:
        """The row in the words of the bot."""
        return Message(
            id=self.id,
            conversation=Conversation(
                self.platform, self.community, self.conversation, self.conversation
            ),
            author=Member(
                self.platform,
                self.community,
                self.author,
                self.author,
                self.roles,
                self.joined_at,
                self.lang,
                self.created_at,
            ),
            text=self.text,
            sent_at=self.at,
            reply_to=self.reply_to,
            mentions=self.mentions,
            edited=self.edited,
        )


@dataclass(frozen=True, slots=True)
class Recording:
    """A checked recording: how long it is, who took part, and its messages, read as they come.

    What cannot be read twice, such as a pipe, is kept in `rows`.
    """

    path: Path
    story: stories.Story | None = None
    rows: tuple[Row, ...] | None = None
    length: int = 0
    platforms: tuple[str, ...] = ("replay",)
    expect: stories.Expected = field(default_factory=stories.Expected)

    def messages(self) -> Iterator[Message]:
        """The messages in the order of the file."""
        if self.story is not None:
            return self.story.messages("replay")
        return (row.message() for row in (_rows(self.path) if self.rows is None else self.rows))


def open_recording(path: Path) -> Recording:
    """Check a whole recording; raises `ConfigError` that names the file and the line."""
    if path.suffix.lower() in {".yaml", ".yml"}:
        story = stories.loads(_text(path), str(path))
        return Recording(path, story, length=len(story.lines), expect=story.expect)
    kept = None if path.is_file() else tuple(_rows(path))
    platforms: dict[str, None] = {}
    length = 0
    for row in _rows(path) if kept is None else kept:
        platforms[row.platform] = None
        length += 1
    return Recording(path, rows=kept, length=length, platforms=tuple(platforms) or ("replay",))


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(line, f"{path}:{number}")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None


def _row(line: bytes, place: str) -> Row:
    try:
        return Row.model_validate(json.loads(line.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{place}: not UTF-8 text at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"{place}:{error.colno}: not a JSON object: {error.msg}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{place}: {where + ': ' if where else ''}{said}") from None
    except (RecursionError, ValueError) as error:
        raise ConfigError(f"{place}: not a JSON object: {type(error).__name__}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text at byte {error.start + 1}") from None
