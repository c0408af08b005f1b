"""The heat of the visitor's room: how warm it is now, and how it came to that."""

from typing import Any

from nicegui import ui

from bot.console.parts import box, heading, words
from bot.console.wording import warmth
from bot.demo.curve import SPAN, Point, curve
from bot.demo.hearth import Hearth, Visitor

EMBER = "#e8641b"
FILL = [[0, "rgba(232,100,27,.55)"], [1, "rgba(232,100,27,.02)"]]
GRID = "rgba(128,128,128,.22)"
MARK = "#a8380b"
LABEL_MIN, LABEL_PX = 0.9, 24
"""How near to an edge, in minutes, a label is moved inwards, and by how much."""
MINUTES = SPAN.total_seconds() / 60


class Heat:
    """A number, a word, and a line over the last minutes with the cases on it."""

    def __init__(self, hearth: Hearth, visitor: Visitor) -> None:
        self._hearth, self._visitor = hearth, visitor
        with box("hk-panel hk-heat"):
            with box("hk-row"):
                with box("titles"):
                    heading("Heat")
                    self._where = words("", "hint")
                with box("now") as self._now:
                    self._number = words("", "number")
                    self._word = words("", "word")
            self._chart = ui.echart(_options(), renderer="svg").classes("chart")
            self._chart.props("aria-hidden=true")
            with box("axis"):
                words(f"{MINUTES:.0f} min ago")
                words("now")

    def refresh(self) -> None:
        """Draw the line as it is now."""
        watch, room = self._hearth.watch, self._visitor.room
        now = self._hearth.sandbox.clock.now()
        heat = watch.heat(room, now)
        level, word = warmth(heat)
        self._where.set_text(f"# {self._hearth.sandbox.rooms[room].conversation.name}")
        self._number.set_text(f"{heat:.2f}")
        self._word.set_text(word)
        self._now.classes(
            add=f"warmth-{level}", remove=" ".join(f"warmth-{n}" for n in range(4) if n != level)
        )
        marks = [
            _mark(case.id, (case.opened_at - now).total_seconds() / 60)
            for case in watch.cases
            if case.conversation.id == room and now - case.opened_at < SPAN
        ]
        line = curve(tuple(watch.history.get(room, ())), now)
        self._chart.options["series"][0].update(_series(line, marks))
        self._chart.update()


def _mark(case_id: int, minutes: float) -> dict[str, Any]:
    """Where a case was opened; the label is kept inside the frame."""
    inwards = LABEL_PX if minutes < LABEL_MIN - MINUTES else -LABEL_PX
    at_edge = not LABEL_MIN - MINUTES <= minutes <= -LABEL_MIN
    offset = {"offset": [inwards if at_edge else 0, 0]}
    return {"xAxis": round(minutes, 3), "name": f"case {case_id}", "label": offset}


def _series(line: list[Point], marks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": line, "markLine": {**_MARKS, "data": marks}}


_MARKS: dict[str, Any] = {
    "symbol": "none",
    "silent": True,
    "animation": False,
    "lineStyle": {"color": MARK, "type": [4, 3], "width": 1.2},
    "label": {
        "formatter": "{b}",
        "position": "end",
        "distance": 4,
        "color": "#fff",
        "backgroundColor": MARK,
        "borderRadius": 8,
        "padding": [4, 7, 3, 7],
        "fontSize": 11,
        "lineHeight": 12,
    },
}


def _options() -> dict[str, Any]:
    axis = {"axisLabel": {"show": False}, "axisTick": {"show": False}, "axisLine": {"show": False}}
    grid = {"lineStyle": {"color": GRID}}
    return {
        "animation": False,
        "grid": {"left": 2, "right": 2, "top": 26, "bottom": 2},
        "xAxis": {"type": "value", "min": -MINUTES, "max": 0, **axis, "splitLine": {"show": False}},
        "yAxis": {"type": "value", "min": 0, "max": 1, "interval": 0.25, **axis, "splitLine": grid},
        "series": [
            {
                "type": "line",
                "showSymbol": False,
                "silent": True,
                "data": [],
                "lineStyle": {"color": EMBER, "width": 2.5},
                "areaStyle": {
                    "color": {
                        "type": "linear",
                        **dict(zip(("x", "y", "x2", "y2"), (0, 0, 0, 1), strict=True)),
                        "colorStops": [{"offset": at, "color": color} for at, color in FILL],
                    }
                },
            }
        ],
    }
