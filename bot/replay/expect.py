"""Hold what a story expects against what came of it."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.model import Case
from bot.stories import Expected


def disappointments(
    expected: Expected, lines: Iterable[dict[str, Any]], cases: Iterable[Case]
) -> Iterator[str]:
    """One sentence for each expectation that was not met."""
    lines, cases = list(lines), list(cases)
    fired = {rule for line in lines for rule in line.get("rules", ())}
    yield from _count("cases", expected.cases, len(cases))
    yield from _count(
        "escalated cases", expected.escalated, sum(c.queue is not None for c in cases)
    )
    for rule in expected.rules:
        if rule not in fired:
            yield f"rule `{rule}` should have fired"
    for rule in expected.never:
        if rule in fired:
            yield f"rule `{rule}` should not have fired"
    yield from _who("muted", expected.muted, _targets(lines, "mute"))
    yield from _who("warned", expected.warned, _targets(lines, "warn"))
    roles = {person.id: person.role for case in cases for person in case.people}
    for who, role in expected.people.items():
        if roles.get(who) != role:
            yield f"{who} should be {role}, is {roles.get(who, 'in no case')}"


def _count(what: str, wanted: int | None, found: int) -> Iterator[str]:
    if wanted is not None and wanted != found:
        yield f"there should be {wanted} {what}, there are {found}"


def _who(what: str, wanted: tuple[str, ...] | None, found: set[str]) -> Iterator[str]:
    if wanted is not None and set(wanted) != found:
        yield f"{what} should be {_names(wanted)}, is {_names(found)}"


def _names(who: Iterable[str]) -> str:
    return ", ".join(sorted(who)) or "nobody"


def _targets(lines: list[dict[str, Any]], action: str) -> set[str]:
    done = (one for line in lines for one in line.get("actions", ()))
    return {one["target"] for one in done if one["name"] == action and "target" in one}
