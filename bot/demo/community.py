"""The demo's pretend community: its rooms, its cast, what was said before, what to try."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from bot.durations import Seconds
from bot.model import Member
from bot.platforms.sandbox import Sandbox
from bot.stories import Character


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """A room to open."""

    name: str
    topic: str


class Earlier(_Part):
    """What was said before anybody came to look; `reply` counts these lines from 1."""

    room: str = Field(alias="in")
    ago: Seconds
    by: str
    text: str
    reply: int | None = None


class Try(_Part):
    """A line for visitors to try, and who would say it."""

    by: str
    text: str
    tone: Literal["kind", "rude"]


class Community(_Part):
    """Everything the demo starts with."""

    stories: tuple[str, ...]
    """Names of bundled stories, in the order of the menu; the others stand behind."""
    rooms: dict[str, Place]
    cast: dict[str, Character]
    opening: tuple[Earlier, ...]
    tries: tuple[Try, ...]

    def settle_in(self, sandbox: Sandbox) -> None:
        """Open the rooms, let the cast in, and say what was said before."""
        for room, place in self.rooms.items():
            sandbox.open_room(room, place.name, place.topic)
        for key, one in self.cast.items():
            member = Member(sandbox.name, sandbox.community, key, one.name, one.roles)
            sandbox.join(replace(member, lang=one.lang))
        now, said = sandbox.clock.now(), list[str]()
        for line in self.opening:
            message = sandbox.post(
                sandbox.members[line.by],
                sandbox.rooms[line.room].conversation,
                line.text,
                said[line.reply - 1] if line.reply else None,
                at=now - timedelta(seconds=line.ago),
            )
            said.append(message.id)


@cache
def community() -> Community:
    """The community that ships with the bot."""
    text = resources.files("bot.demo").joinpath("community.yaml").read_text("utf-8")
    return Community.model_validate(YAML(typ="safe", pure=True).load(text))
