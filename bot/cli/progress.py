"""A progress bar on stderr, on a terminal only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

SHOWN = 500
"""How often a bar moves at most: showing a step costs more than some steps take."""


class Step(Protocol):
    """Moves a bar on."""

    def __call__(self, steps: int = 1) -> None:
        """By so many."""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Step]:
    """A bar that is gone when the work is done; without a total it only shows that all is well."""
    from rich.console import Console
    from rich.progress import Progress

    done, every = 0, (total or 0) // SHOWN + 1

    def step(steps: int = 1) -> None:
        nonlocal done
        before, done = done, done + steps
        if before // every < done // every:
            bar.update(task, completed=done)

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield step
