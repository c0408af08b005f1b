"""The smallest pieces of a page. Words are always shown as text, never read as markup."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from nicegui import ui
from nicegui.element import Element

from bot.console.wording import hue, initials, warmth

Value = TypeVar("Value")
Click = Callable[[], Any]


def box(classes: str, tag: str = "div") -> Element:
    """An empty element to put others into."""
    return ui.element(tag).classes(classes)


def words(text: str, classes: str = "") -> ui.label:
    """A piece of text."""
    return ui.label(text).classes(classes)


def heading(text: str, classes: str = "") -> None:
    """A panel's title, a heading for those who listen to the page."""
    with box(f"hk-heading {classes}").props("role=heading aria-level=2"):
        words(text)


def icon(name: str, classes: str = "") -> None:
    """A picture beside words that say the same; hidden from screen readers."""
    ui.icon(name).classes(f"hk-icon {classes}").props("aria-hidden=true")


def avatar(who: str, name: str, classes: str = "") -> None:
    """A coloured disc with a member's initials."""
    with box(f"hk-avatar hue-{hue(who)} {classes}").props("aria-hidden=true"):
        words(initials(name))


def chip(text: str, tone: str = "", glyph: str = "") -> None:
    """A short fact in a pill; tones: ember, amber, good, bad, or none."""
    with box(f"hk-chip {tone}"):
        if glyph:
            icon(glyph)
        words(text)


def button(text: str, click: Click, classes: str = "", glyph: str | None = None) -> ui.button:
    """A button with words."""
    made = ui.button(text, icon=glyph, color=None, on_click=click)
    return made.props("flat no-caps dense").classes(f"hk-button {classes}")


def icon_button(glyph: str, label: str, click: Click, classes: str = "") -> ui.button:
    """A round button with a picture; `label` is what it is called."""
    made = ui.button(icon=glyph, color=None, on_click=click).props("flat round dense")
    made.props["aria-label"] = label
    made.tooltip(label)
    return made.classes(f"hk-icon-button {classes}")


def meter(value: float | None, classes: str = "", mark: float | None = None) -> None:
    """A bar that is as full as the value, 0..1; `mark` is where a threshold stands."""
    level = warmth(value or 0.0)[0]
    with box(f"hk-meter {classes}"):
        box(f"fill warmth-{level}").style(f"width: {100 * (value or 0.0):.0f}%")
        if mark is not None:
            box("mark").style(f"left: {100 * mark:.0f}%")


def empty(glyph: str, title: str, text: str) -> None:
    """What stands where there is nothing yet."""
    with box("hk-empty"):
        icon(glyph)
        words(title, "title")
        words(text, "text")


class Choices(Generic[Value]):
    """A few exclusive choices in a row, one of them on."""

    def __init__(
        self, label: str, options: Sequence[tuple[Value, str]], choose: Callable[[Value], Any]
    ) -> None:
        self._buttons: dict[Value, ui.button] = {}
        self._on: Value | None = None
        group = box("hk-choices").props("role=group")
        group.props["aria-label"] = label
        with group:
            for value, text in options:
                self._buttons[value] = button(text, partial(choose, value))

    def show(self, value: Value) -> None:
        """Mark the choice that is on."""
        if value == self._on:
            return
        self._on = value
        for one, made in self._buttons.items():
            made.classes(add="on" if one == value else "", remove="" if one == value else "on")
            made.props(f"aria-pressed={'true' if one == value else 'false'}")
