"""What a rulebook asks of a platform."""

from collections.abc import Iterator

from bot.actions import shelf
from bot.model import Action
from bot.rulebook.schema import Rulebook


def check_abilities(rulebook: Rulebook, platform_name: str, can: frozenset[str]) -> list[str]:
    """One sentence for each action, of a rule or a ladder, that the platform cannot carry out."""
    lacking = []
    for place, action in _asked(rulebook):
        needs = sorted(shelf()[action.name].needs - can)
        if needs:
            what = " and ".join(needs)
            lacking.append(
                f"{place}: `{action.name}` needs {what}, which {platform_name} cannot do"
            )
    return list(dict.fromkeys(lacking))


def _asked(rulebook: Rulebook) -> Iterator[tuple[str, Action]]:
    for rule in rulebook.rules:
        for form in rule.forms:
            yield from ((f"rule `{rule.id}`", action) for action in form.then)
    for name, ladder in rulebook.ladders.items():
        for step in ladder.steps:
            yield from ((f"ladder `{name}` at {step.at:g}", action) for action in step.do)
