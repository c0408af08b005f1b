"""Bring together what several rules and ladders ask for: of everything, the harsher wins."""

from collections.abc import Iterable

from bot import actions
from bot.model import Action
from bot.registry import modules


def merge(asked: Iterable[Action]) -> tuple[Action, ...]:
    """Each action once, the milder ones that another covers left out, in order of severity.

    The order of what is asked makes no difference, nor does merging what is merged already.
    """
    files = modules(actions)
    harshest: dict[str, Action] = {}
    for action in asked:
        known = harshest.get(action.name)
        if known is None or (action != known and _harshness(action) > _harshness(known)):
            harshest[action.name] = action
    covered = {milder for name in harshest for milder in files[name].COVERS}
    left = [action for action in harshest.values() if action.name not in covered]
    return tuple(sorted(left, key=lambda action: (files[action.name].SEVERITY, action.name)))


def _harshness(action: Action) -> tuple[float, list[tuple[str, object]]]:
    """The action's own rank; where two rank alike their options decide, so that one always wins."""
    file = modules(actions)[action.name]
    rank: float = file.rank(file.Options.model_validate(action.options))
    return rank, sorted(action.options.items())
