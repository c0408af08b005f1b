"""A command line that makes no sense, in one line: where, what is wrong, the nearest right word."""

from typing import Any

import typer
from typer.core import TyperGroup

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for every slip; it has no public name that all versions share."""


class Group(TyperGroup):
    """Commands, of which an unknown one is told with its nearest."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as typer has it
        """Find the command that the first word names."""
        word = args[0]
        if word not in self.commands and not word.startswith("-"):
            ctx.fail(f"unknown command `{word}`{_nearest(word, self.commands)}")
        return super().resolve_command(ctx, args)


def complaint(error: Any) -> str:  # noqa: ANN401 - what it holds differs from slip to slip
    """What is wrong, after the command in which it is."""
    said = error.format_message() or "no command given"  # typer has just shown them all
    if hasattr(error, "possibilities"):
        options = {name for one in error.cmd.get_params(error.ctx) for name in one.opts}
        said = f"unknown option `{error.option_name}`{_nearest(error.option_name, options)}"
    where = f"{error.ctx.command_path}: " if error.ctx else ""
    return f"{where}{' '.join(said.split()).rstrip('.')}"


def _nearest(word: str, known: Any) -> str:  # noqa: ANN401
    from bot.rulebook.mistakes import nearest

    return nearest(word, known)
