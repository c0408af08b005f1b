"""One open page: its frame, and the panels that keep themselves up to date."""

import inspect
from collections.abc import Callable
from typing import Any

from nicegui import app, ui

from bot.console.parts import Choices, box, icon, icon_button, words
from bot.console.queue_view import waiting
from bot.console.trouble import told
from bot.console.wording import moment
from bot.demo.hearth import SPEEDS, Hearth, Visitor

LOOK_EVERY_S = 0.2
AT_LEAST_EVERY = 5
"""Looks after which panels are refreshed though nothing was said: heat cools, clocks go on."""

Refresh = Callable[[], Any]

_THEMES: dict[bool | None, tuple[str, str]] = {
    None: ("brightness_auto", "Theme: as the system"),
    False: ("light_mode", "Theme: light"),
    True: ("dark_mode", "Theme: dark"),
}
_NEXT: dict[bool | None, bool | None] = {None: True, True: False, False: None}


class Page:
    """A page of the demo for one browser; `panels` are called when something has changed."""

    def __init__(self, hearth: Hearth, active: str) -> None:
        self.hearth = hearth
        self.visitor: Visitor = hearth.visitor(app.storage.browser["id"])
        self.panels: list[Refresh] = []
        self._version = -1
        self._looks = 0
        self._dark = ui.dark_mode(self.visitor.theme)
        shell = box(f"hk-shell page-{active}")
        with shell:
            self._head(active)
            self._banner()
            self._rules()
            self.body = box("hk-body", "main")
            self.foot = box("hk-tabs", "nav")
            self.foot.props["aria-label"] = "Pages"
        ui.timer(LOOK_EVERY_S, self._look)

    async def refresh(self) -> None:
        """Bring every panel up to date."""
        self._version = self.hearth.watch.version
        for panel in self.panels:
            result = panel()
            if inspect.isawaitable(result):
                await result

    async def _look(self) -> None:
        self._looks += 1
        if self._version != self.hearth.watch.version or self._looks % AT_LEAST_EVERY == 0:
            await self.refresh()

    def _head(self, active: str) -> None:
        with box("hk-head", "header"):
            with ui.link(target="/").classes("hk-brand"):
                icon("local_fire_department", "flame")
                words("Hearthkeeper", "name")
                words("demo", "tag")
            with box("hk-nav", "nav") as nav:
                self._link("/", "Community", active == "community")
                self._link("/managers", "Managers", active == "managers", self._count)
            nav.props["aria-label"] = "Main"
            box("grow")
            self._time()
            glyph, label = _THEMES[self.visitor.theme]
            self._theme = icon_button(glyph, label, self._next_theme)

    def _link(self, target: str, text: str, on: bool, extra: Refresh | None = None) -> None:
        with ui.link(target=target).classes("on" if on else "") as link:
            words(text)
            if extra is not None:
                extra()
        if on:
            link.props("aria-current=page")

    def managers_tab(self, on: bool) -> None:
        """The last entry of the bar at the bottom: the queue, and how many wait in it."""
        with tab("/managers", "gavel", "Managers").classes("on" if on else ""):
            self._count()

    def _count(self) -> None:
        badge = words("", "hk-badge")

        def refresh() -> None:
            number = waiting(self.hearth.watch.cases)
            badge.set_text(str(number))
            badge.set_visibility(number > 0)

        self.panels.append(refresh)

    def _time(self) -> None:
        clock = self.hearth.sandbox.clock

        def choose(speed: float) -> None:
            clock.run_at(speed)
            self.hearth.watch.touch()

        with box("hk-time"):
            with box("now") as now:
                icon("schedule")
                label = words("")
            now.tooltip("The community's own time. Faster time plays stories and cools them too.")
            choices = Choices("Speed of time", [(one, f"{one:g}×") for one in SPEEDS], choose)

        def refresh() -> None:
            label.set_text(moment(clock.now(), self.hearth.zone))
            choices.show(clock.rate)

        self.panels.append(refresh)

    def _banner(self) -> None:
        with box("hk-away").props("role=status") as banner:
            icon("cloud_off")
            words("The store cannot be written right now: the chat goes on, nothing is acted on.")
        self.panels.append(lambda: banner.set_visibility(bool(self.hearth.app.pipeline.away)))

    def _rules(self) -> None:
        """What is wrong with the rules themselves, while something is."""
        hearth = self.hearth
        with box("hk-away").props("role=status") as banner:
            icon("rule")
            label = words("", "lines")

        def refresh() -> None:
            lines = told(hearth.reload.trouble, hearth.alarms.standing, hearth.titles)
            label.set_text("\n".join(lines))
            banner.set_visibility(bool(lines))

        self.panels.append(refresh)

    def _next_theme(self) -> None:
        self.visitor.theme = _NEXT[self.visitor.theme]
        self._dark.set_value(self.visitor.theme)
        glyph, label = _THEMES[self.visitor.theme]
        self._theme.props(f"icon={glyph}")
        self._theme.props["aria-label"] = label


def tab(target: str | Callable[[], Any], glyph: str, text: str) -> ui.element:
    """An entry of the bar at the bottom of a phone: a link, or something that happens here."""
    made: ui.element
    if isinstance(target, str):
        made = ui.link(target=target)
    else:
        made = ui.element("button").on("click", target)
    with made.classes("hk-tab"):
        icon(glyph)
        words(text)
    return made
