"""Members' strikes as they fade, and the open cases, beside the chat."""

from dataclasses import dataclass

from nicegui import ui

from bot.console import titles
from bot.console.case_view import title
from bot.console.keyed import Keyed
from bot.console.parts import avatar, box, chip, empty, heading, icon, meter, words
from bot.console.wording import moment
from bot.demo.hearth import Hearth

FULL = 8.0
"""Points at which a member's bar is full."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's strikes now."""

    id: str
    name: str
    points: float
    muted: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in one line."""

    id: int
    title: str
    at: str
    state: str
    tone: str


class Strikes:
    """Who has strikes, and how many points they still weigh."""

    def __init__(self, hearth: Hearth) -> None:
        self._hearth = hearth
        with box("hk-panel hk-strikes"):
            with box("hk-row"):
                heading("Strikes")
                words("they fade with time", "hint")
            self._empty = box("")
            with self._empty:
                empty("sentiment_satisfied", "Clean slates", "Nobody has a strike.")
            self._list = Keyed[Standing](box("list"), lambda one: one.id, _standing)

    def refresh(self) -> None:
        """Weigh everybody's strikes anew."""
        sandbox, zone = self._hearth.sandbox, self._hearth.zone
        found = []
        for who, points in self._hearth.watch.points(sandbox.clock.now()).items():
            member = sandbox.members[who]
            until = sandbox.muted_until(member)
            muted = f"muted until {moment(until, zone)}" if until else ""
            found.append(Standing(who, member.name, points, muted))
        self._empty.set_visibility(not found)
        self._list.show(sorted(found, key=lambda one: (-one.points, one.name)))


def _standing(one: Standing) -> None:
    with box("hk-standing"):
        avatar(one.id, one.name, "small")
        with box("about"):
            with box("top"):
                words(one.name, "name")
                if one.muted:
                    chip(one.muted, "tiny bad", "volume_off")
                words(f"{one.points:.1f} points", "points")
            meter(min(one.points / FULL, 1.0), "slim")


class Cases:
    """The latest cases of the community."""

    def __init__(self, hearth: Hearth) -> None:
        self._hearth = hearth
        with box("hk-panel hk-cases"):
            heading("Cases")
            self._empty = box("")
            with self._empty:
                empty("folder_open", "No cases", "One incident makes one case, here.")
            self._list = Keyed[CaseLine](box("list"), lambda one: one.id, _case)

    def refresh(self) -> None:
        """Show the latest cases."""
        cases = self._hearth.watch.cases[:SHOWN]
        self._empty.set_visibility(not cases)
        self._list.show(
            [
                CaseLine(
                    case.id,
                    title(case, self._hearth.titles),
                    moment(case.last_at, self._hearth.zone),
                    *titles.state(case.state),
                )
                for case in cases
            ]
        )


def _case(one: CaseLine) -> None:
    with ui.link(target=f"/case/{one.id}").classes("hk-case-line"):
        words(f"#{one.id}", "number")
        words(one.title, "title")
        words(one.at, "at")
        chip(one.state, f"tiny {one.tone}")
        icon("chevron_right")
