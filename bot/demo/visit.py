"""The community's page: rooms and stories, the chat, and what the bot makes of it."""

from functools import partial
from typing import Protocol

from bot.console.parts import box
from bot.demo.bubbles import Bubble
from bot.demo.chat import Chat
from bot.demo.composer import Composer
from bot.demo.hearth import Hearth
from bot.demo.heat import Heat
from bot.demo.page import Page, tab
from bot.demo.sidebar import Rooms, Stories
from bot.demo.standing import Cases, Strikes
from bot.demo.verdicts import Verdicts

VIEWS = {"chat": "forum", "stories": "auto_stories", "live": "insights"}
"""The three columns, one at a time on a phone, each with its picture."""


class _Panel(Protocol):
    def refresh(self) -> None: ...


class Visit:
    """A visitor in the community; `show` is the column that a phone begins with."""

    def __init__(self, hearth: Hearth, show: str) -> None:
        self.page = Page(hearth, "community")
        self._visitor = self.page.visitor
        with self.page.body:
            self._columns = box("hk-community")
        with self._columns:
            self._panels = self._build(hearth)
        with self.page.foot:
            self._tabs = {
                view: tab(partial(self._look, view), glyph, view.capitalize())
                for view, glyph in VIEWS.items()
            }
            self.page.managers_tab(on=False)
        self._look(show)
        self.page.panels.append(self._refresh)

    def _build(self, hearth: Hearth) -> list[_Panel]:
        visitor = self._visitor
        with box("hk-left"):
            rooms, stories = Rooms(hearth, visitor, self._enter), Stories(hearth, self._enter)
        with box("hk-chat"):
            chat = Chat(hearth, visitor, self._reply)
            self._composer = Composer(hearth, visitor)
        with box("hk-right"):
            beside = (
                Heat(hearth, visitor),
                Verdicts(hearth, visitor),
                Strikes(hearth),
                Cases(hearth),
            )
        return [rooms, stories, chat, self._composer, *beside]

    def _refresh(self) -> None:
        for panel in self._panels:
            panel.refresh()

    def _reply(self, one: Bubble) -> None:
        self._composer.reply_to(one)

    def _enter(self, room: str) -> None:
        self._visitor.room = room
        self._composer.forget_reply()
        self._look("chat")
        self._refresh()

    def _look(self, view: str) -> None:
        others = " ".join(f"show-{one}" for one in VIEWS if one != view)
        self._columns.classes(add=f"show-{view}", remove=others)
        for one, made in self._tabs.items():
            made.classes(add="on" if one == view else "", remove="" if one == view else "on")
