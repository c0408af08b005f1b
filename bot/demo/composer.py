"""Where a visitor writes: as whom, in answer to what, and lines to try."""

from dataclasses import dataclass
from typing import Final

from nicegui import ui

from bot.console.keyed import Keyed
from bot.console.parts import avatar, box, heading, icon, icon_button, words
from bot.demo.bubbles import Bubble
from bot.demo.community import Try
from bot.demo.hearth import Hearth, Visitor
from bot.errors import PlatformError

LANGUAGES: Final = {
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "pl": "Polski",
    "ru": "Русский",
    "uk": "Українська",
}


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody to write as."""

    id: str
    name: str
    lang: str
    about: str
    chosen: bool


class Composer:
    """Writes messages of any member into the visitor's room."""

    def __init__(self, hearth: Hearth, visitor: Visitor) -> None:
        self._hearth, self._visitor = hearth, visitor
        self._answers: str | None = None
        with box("hk-composer"):
            self._tries()
            with box("answering") as self._bar:
                icon("reply")
                self._answered = words("")
                icon_button("close", "Do not reply", self.forget_reply)
            with box("hk-row"):
                self._picker()
                self._text = ui.input(placeholder="Write a message").on("keydown.enter", self._send)
                self._text.props("borderless dense autocomplete=off maxlength=4000")
                self._text.props["aria-label"] = "Message"
                icon_button("send", "Send", self._send, "send")
        self.forget_reply()

    def refresh(self) -> None:
        """Show who writes, and who else could."""
        members, about = self._hearth.sandbox.members, self._hearth.about
        faces = [
            Face(
                id=key,
                name=one.name,
                lang=LANGUAGES.get(one.lang or "", one.lang or ""),
                about=about.get(key, ""),
                chosen=key == self._visitor.writes_as,
            )
            for key, one in members.items()
        ]
        self._faces.show(faces)
        self._chosen.show([face for face in faces if face.chosen])

    def reply_to(self, one: Bubble) -> None:
        """Let the next message answer this one."""
        self._answers = one.id
        self._answered.set_text(f"Replying to {one.author.name if one.author else ''}")
        self._bar.set_visibility(True)
        self._text.run_method("focus")

    def forget_reply(self) -> None:
        """Let the next message answer nothing."""
        self._answers = None
        self._bar.set_visibility(False)

    def _picker(self) -> None:
        button = ui.element("button").classes("hk-writer").props("aria-haspopup=menu")
        button.props["aria-label"] = "Write as"
        with button:
            self._chosen = Keyed[Face](box("face"), lambda face: face.id, _chosen)
            icon("expand_more")
            with ui.menu().classes("hk-menu") as self._menu:
                heading("Write as")
                self._faces = Keyed[Face](box("list"), lambda face: face.id, self._face)

    def _face(self, face: Face) -> None:
        row = ui.element("button").classes(f"hk-face {'on' if face.chosen else ''}")
        with row.on("click", lambda: self._write_as(face.id)):
            avatar(face.id, face.name)
            with box("about"):
                with box("top"):
                    words(face.name, "name")
                    words(face.lang, "lang")
                words(face.about, "text")

    def _write_as(self, who: str) -> None:
        self._visitor.writes_as = who
        self._menu.close()
        self.refresh()

    def _tries(self) -> None:
        strip = box("tries").props("role=group")
        strip.props["aria-label"] = "Lines to try"
        with strip:
            words("Try", "label")
            for one in self._hearth.community.tries:
                self._try(one)

    def _try(self, one: Try) -> None:
        def take() -> None:
            self._write_as(one.by)
            self._text.set_value(one.text)
            self._text.run_method("focus")

        with ui.element("button").classes(f"hk-try {one.tone}").on("click", take):
            avatar(one.by, self._hearth.sandbox.members[one.by].name, "tiny")
            words(one.text)

    def _send(self) -> None:
        where = self._hearth.sandbox.rooms[self._visitor.room].conversation
        writer = self._hearth.sandbox.members[self._visitor.writes_as]
        try:
            self._hearth.sandbox.post(writer, where, str(self._text.value or ""), self._answers)
        except PlatformError as why:
            ui.notify(f"Not sent: {why}", type="warning", position="top")
            return
        self._text.set_value("")
        self.forget_reply()


def _chosen(face: Face) -> None:
    avatar(face.id, face.name, "small")
    words(face.name, "name")
