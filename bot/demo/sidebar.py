"""The rooms with their heat, and the stories that can be played in them."""

from collections.abc import Callable
from dataclasses import dataclass

from nicegui import ui

from bot.console.keyed import Keyed
from bot.console.parts import box, heading, icon, icon_button, words
from bot.console.wording import warmth
from bot.demo.hearth import Hearth, Visitor


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room in the list."""

    id: str
    name: str
    heat: int
    """In percent, so that a row is only drawn again when it looks different."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in the menu."""

    id: str
    title: str
    about: str
    room: str
    said: int
    lines: int
    playing: bool


class Rooms:
    """The list of rooms; choosing one shows it."""

    def __init__(self, hearth: Hearth, visitor: Visitor, choose: Callable[[str], None]) -> None:
        self._hearth, self._visitor, self._choose = hearth, visitor, choose
        with box("hk-rooms", "nav") as rooms:
            with box("hk-row"):
                heading("The Hearth")
                icon_button("restart_alt", "Start over with a fresh community", self._start_over)
            self._list = Keyed[RoomRow](box("list"), lambda row: row.id, self._build)
        rooms.props["aria-label"] = "Conversations"

    def _start_over(self) -> None:
        self._hearth.start_over()
        self._choose(next(iter(self._hearth.sandbox.rooms)))

    def refresh(self) -> None:
        """Show how warm each room is now."""
        now = self._hearth.sandbox.clock.now()
        self._list.show(
            [
                RoomRow(
                    id=key,
                    name=room.conversation.name,
                    heat=round(100 * self._hearth.watch.heat(key, now)),
                    chosen=key == self._visitor.room,
                )
                for key, room in self._hearth.sandbox.rooms.items()
            ]
        )

    def _build(self, row: RoomRow) -> None:
        level, word = warmth(row.heat / 100)
        button = ui.element("button").classes(f"hk-room {'on' if row.chosen else ''}")
        button.on("click", lambda: self._choose(row.id))
        button.props["aria-label"] = f"{row.name}: {word}"
        if row.chosen:
            button.props("aria-current=true")
        with button:
            words("#", "hash")
            words(row.name, "name")
            with box(f"heat warmth-{level}").props("aria-hidden=true"):
                box("fill").style(f"width: {row.heat}%")


class Stories:
    """The stories, each with a button to play or stop it."""

    def __init__(self, hearth: Hearth, choose: Callable[[str], None]) -> None:
        self._hearth, self._choose = hearth, choose
        with box("hk-stories"):
            with box("hk-row"):
                heading("Stories")
                words("play one and watch", "hint")
            self._list = Keyed[StoryRow](box("list"), lambda row: row.id, self._build)

    def refresh(self) -> None:
        """Show which stories play, and how far they are."""
        stage, rooms = self._hearth.stage, self._hearth.sandbox.rooms
        rows = []
        for key, story in stage.stories.items():
            play = stage.playing.get(key)
            room = rooms.get(story.conversation)
            rows.append(
                StoryRow(
                    id=key,
                    title=story.title,
                    about=story.about,
                    room=room.conversation.name if room else story.conversation,
                    said=play.said if play else 0,
                    lines=len(story.lines),
                    playing=play is not None,
                )
            )
        self._list.show(rows)

    def _build(self, row: StoryRow) -> None:
        with box(f"hk-story {'playing' if row.playing else ''}"):
            with box("about"):
                words(row.title, "title")
                words(row.about, "text")
                with box("where"):
                    icon("tag")
                    said = f"{row.said} of " if row.playing else ""
                    words(f"{row.room} · {said}{row.lines} lines")
            if row.playing:
                icon_button("stop", f"Stop “{row.title}”", lambda: self._stop(row.id), "play")
                with box("progress"):
                    box("fill").style(f"width: {100 * row.said / row.lines:.0f}%")
            else:
                icon_button("play_arrow", f"Play “{row.title}”", lambda: self._play(row.id), "play")

    def _play(self, story: str) -> None:
        self._hearth.stage.play(story)
        self._choose(self._hearth.stage.stories[story].conversation)
        self._hearth.watch.touch()

    def _stop(self, story: str) -> None:
        self._hearth.stage.stop(story)
        self._hearth.watch.touch()
