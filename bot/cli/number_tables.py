"""Tables of numbers, for the reports of evaluations."""

import sys
from typing import Any

from rich.console import Console
from rich.table import Table

Object = dict[str, Any]
WIDTH = 100
"""Where the output is no terminal."""


def plain_console() -> Console:
    """Standard output, as wide as a terminal or `WIDTH`."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)


def heading(console: Console, name: str, rest: str) -> None:
    """A heading, and what the table below it tells."""
    console.print(f"\n[bold]{name}[/bold]: {rest}")


def columns(first: str, *numbers: str) -> Table:
    """A table with a column of names and columns of numbers."""
    found = Table(box=None, pad_edge=False)
    found.add_column(first, no_wrap=True)
    for name in numbers:
        found.add_column(name, justify="right", no_wrap=True)
    return found


def cell(value: float | None) -> str:
    """A number with three digits, or a dash."""
    return "-" if value is None else f"{value:.3f}"
