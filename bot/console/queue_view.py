"""What there is to see of the queue: who waits for whom, the most pressing first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions.escalate import PRIORITIES
from bot.console import titles, wording
from bot.console.case_view import title
from bot.console.titles import Titles
from bot.model import Case

OPEN = frozenset({"open", "claimed", "apply_failed"})


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue."""

    id: int
    title: str
    rules: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    """Id and name of those who took part in it, bystanders left out."""
    state: str
    tone: str
    priority: str
    age: str
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the queue, and how many cases stand under it."""

    title: str
    count: int
    text: str


def queue(
    cases: Iterable[Case], names: Titles, now: datetime, zone: tzinfo
) -> tuple[Section | Row, ...]:
    """Sections and rows in the order to show them; sections without cases are left out."""
    heaps: dict[str, list[Case]] = {"wait": [], "bot": [], "done": []}
    for case in cases:
        heap = "done" if case.state not in OPEN else "wait" if case.queue else "bot"
        heaps[heap].append(case)
    heads = {
        "wait": ("Waiting for a person", "Called in by the rulebook"),
        "bot": ("Handled by the bot", "Look in whenever you like"),
        "done": ("Decided", "Undo is still possible"),
    }
    shown: list[Section | Row] = []
    for heap, found in heaps.items():
        if found:
            head, text = heads[heap]
            shown.append(Section(head, len(found), text))
            shown += [_row(case, names, now, zone) for case in sorted(found, key=_pressing)]
    return tuple(shown)


def waiting(cases: Iterable[Case]) -> int:
    """How many cases wait for a person."""
    return sum(1 for case in cases if case.queue and case.state in OPEN)


def _pressing(case: Case) -> tuple[int, int]:
    rank = PRIORITIES.index(case.priority) if case.priority in PRIORITIES else -1
    return -rank, -case.id


def _row(case: Case, names: Titles, now: datetime, zone: tzinfo) -> Row:
    held = case.claimed_until is not None and case.claimed_until > now and case.state == "claimed"
    state, tone = titles.state("open" if case.state == "claimed" and not held else case.state)
    return Row(
        id=case.id,
        title=title(case, names),
        rules=tuple(names.rule(rule) for rule in case.rules),
        people=tuple((who.id, who.name) for who in case.people if who.role != "bystander"),
        state=state,
        tone=tone,
        priority=case.priority,
        age=f"{wording.lasting(now - case.last_at)} ago",
        claimed_by=case.claimed_by if held else None,
    )
