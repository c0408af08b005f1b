"""The managers' queue on a page."""

from nicegui import ui

from bot.console.keyed import Keyed
from bot.console.parts import avatar, box, chip, empty, words
from bot.console.queue_view import Row, Section

FACES = 3
"""Avatars shown on one row; the rest is a number."""


class QueueList:
    """Cases under their headings; the chosen one is marked."""

    def __init__(self) -> None:
        self._empty = box("hk-queue-empty")
        with self._empty:
            empty(
                "local_fire_department",
                "All calm",
                "No case is open. Play a story in the community, and watch it arrive here.",
            )
        self._list = Keyed(box("hk-queue"), _key, self._build)
        self._chosen: int | None = None

    def show(self, items: tuple[Section | Row, ...], chosen: int | None = None) -> None:
        """Show these sections and rows."""
        self._empty.set_visibility(not items)
        if chosen != self._chosen:
            self._chosen = chosen
            self._list.show(())
        self._list.show(items)

    def _build(self, item: Section | Row) -> None:
        if isinstance(item, Section):
            with box("hk-section"):
                words(item.title, "title")
                words(str(item.count), "count")
            return
        with ui.link(target=f"/case/{item.id}").classes("hk-case-row"):
            if item.id == self._chosen:
                box("chosen")
            _row(item)


def _key(item: Section | Row) -> str:
    return f"section {item.title}" if isinstance(item, Section) else f"case {item.id}"


def _row(row: Row) -> None:
    with box("top"):
        words(f"#{row.id}", "number")
        words(row.title, "title")
        words(row.age, "age")
    with box("middle"):
        words(" · ".join(row.rules), "rules")
    with box("bottom"):
        with box("faces"):
            for who, name in row.people[:FACES]:
                avatar(who, name, "small")
            if len(row.people) > FACES:
                words(f"+{len(row.people) - FACES}", "more")
        if row.priority in {"high", "urgent"}:
            chip(row.priority.capitalize(), "bad", "priority_high")
        chip(f"{row.state}: {row.claimed_by}" if row.claimed_by else row.state, row.tone)
