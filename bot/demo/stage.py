"""Plays the bundled stories in the sandbox: the same members, the same door, at any speed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import resources

from bot.model import Conversation, Member
from bot.platforms.sandbox import Refused, Sandbox
from bot.stories import Line, Story, loads


@cache
def stories() -> dict[str, Story]:
    """The stories that ship with the bot, by file name without its ending."""
    folder = resources.files("bot.demo").joinpath("stories")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=str)
    return {
        one.name.removesuffix(".yaml"): loads(one.read_text("utf-8"), one.name) for one in files
    }


@dataclass(slots=True)
class Play:
    """A story that is being played, and how far it has come."""

    story: Story
    where: Conversation
    cast: dict[str, Member]
    said: int = 0
    ids: dict[int, str] = field(default_factory=dict)
    """Message ids by line number, for lines that were sent."""
    task: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Stage:
    """Several stories may play at once, each of them once."""

    sandbox: Sandbox
    stories: Mapping[str, Story]
    playing: dict[str, Play] = field(default_factory=dict)

    def play(self, name: str) -> None:
        """Begin a story; one that is playing goes on."""
        if name in self.playing:
            return
        story = self.stories[name]
        where = self.sandbox.open_room(story.conversation)
        members = story.members(self.sandbox.name).items()
        cast = {key: self.sandbox.join(member) for key, member in members}
        play = self.playing[name] = Play(story, where, cast)
        play.task = asyncio.create_task(self._run(name, play))

    def stop(self, name: str) -> None:
        """End a story where it is."""
        play = self.playing.pop(name, None)
        if play is not None and play.task is not None:
            play.task.cancel()

    def close(self) -> None:
        """End all stories."""
        for name in tuple(self.playing):
            self.stop(name)

    async def _run(self, name: str, play: Play) -> None:
        clock = self.sandbox.clock
        start = clock.now()
        for number, line in enumerate(play.story.lines, 1):
            at = start + timedelta(seconds=line.at)
            await clock.wait_until(at)
            self._say(play, number, line, at)
            play.said = number
        self.playing.pop(name, None)

    def _say(self, play: Play, number: int, line: Line, at: datetime) -> None:
        """Say one line, at its own time however late we are; what is refused, the room sees."""
        who, where = play.cast[line.by], play.where
        try:
            if line.edits is not None:
                self.sandbox.edit(who, where, play.ids.get(line.edits, ""), line.text, at)
                return
            answered = play.ids.get(line.reply_to) if line.reply_to else None
            play.ids[number] = self.sandbox.post(who, where, line.text, answered, at).id
        except Refused as why:
            self.sandbox.remark(where, f"Not sent: {why}")
