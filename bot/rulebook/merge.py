"""Bring together what several rules and ladders ask for: of everything, the harsher wins."""

from collections.abc import Iterable

from bot.actions import shelf
from bot.model import Action


def merge(asked: Iterable[Action]) -> tuple[Action, ...]:
    """Each action once, the milder ones that another covers left out, in order of severity.

    The order of what is asked makes no difference, nor does merging what is merged already.
    """
    harshest: dict[str, Action] = {}
    for action in asked:
        known = harshest.get(action.name)
        if known is None or (action != known and _harshness(action) > _harshness(known)):
            harshest[action.name] = action
    covered = {milder for name in harshest for milder in shelf()[name].covers}
    left = [action for action in harshest.values() if action.name not in covered]
    return tuple(sorted(left, key=lambda action: (shelf()[action.name].severity, action.name)))


def _harshness(action: Action) -> tuple[float, list[tuple[str, object]]]:
    """The action's own rank; where two rank alike their options decide, so that one always wins."""
    file = shelf()[action.name]
    return file.rank(file.read(action)), sorted(action.options.items())
