"""What managers should know of the rules themselves: what is not in force, and what goes wrong."""

from collections.abc import Iterable, Sequence

from bot.console.titles import Titles
from bot.context.health import Health

SHOWN = 3
"""Mistakes that are shown; the log has more, and `rules check` all."""


def told(trouble: Sequence[str], alarms: Iterable[Health], names: Titles) -> tuple[str, ...]:
    """Lines to show above every page; none while all is well."""
    return (*_refused(trouble), *(_overruled(one, names) for one in alarms))


def _refused(trouble: Sequence[str]) -> tuple[str, ...]:
    if not trouble:
        return ()
    more = len(trouble) - SHOWN
    return (
        "The rules as they are saved now are not in force; those from before still are.",
        *trouble[:SHOWN],
        *([f"and {more} more: `rules check` shows them all"] if more > 0 else []),
    )


def _overruled(one: Health, names: Titles) -> str:
    title, cases = names.rule(one.counts.rule), f"{one.counts.upheld} of {one.decided}"
    return f"Managers upheld only {cases} cases of “{title}”: set its mode to {one.propose}?"
