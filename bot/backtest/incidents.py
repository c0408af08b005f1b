"""The cases of one conversation, found by the time of a message however many there are."""

from bisect import bisect_right
from dataclasses import replace
from datetime import datetime

from bot.model import Case, Conversation
from bot.store.memory import INCIDENT_GAP


class Incidents:
    """Which case a message joins, as the store decides it: the newest of those that it is near to.

    The list is in the order of `opened_at` and of `last_at` at once. A case is opened only out of
    reach of all others, and when a case that began earlier grows past the end of the next, that
    one is forgotten: the case that grew is the newer of the two, and near to whatever the other is
    near to.
    """

    __slots__ = ("_cases",)

    def __init__(self) -> None:
        self._cases: list[Case] = []

    def join(self, at: datetime) -> Case | None:
        """The case of the incident that is on at that time, which grows to it."""
        place = self._near(at)
        if place is None:
            return None
        case = self._cases[place]
        self._cases[place] = case = replace(case, last_at=max(case.last_at, at))
        while self._covers_next(place):
            del self._cases[place + 1]
        return case

    def open(self, number: int, where: Conversation, at: datetime) -> Case:
        """A new case, with a number higher than any before; to be asked for when none is near."""
        case = Case(number, where, at, at)
        self._cases.insert(self._began_by(at), case)
        return case

    def _near(self, at: datetime) -> int | None:
        found, place = None, self._began_by(at + INCIDENT_GAP)
        while place and self._cases[place - 1].last_at >= at - INCIDENT_GAP:
            place -= 1
            if found is None or self._cases[place].id > self._cases[found].id:
                found = place
        return found

    def _covers_next(self, place: int) -> bool:
        mine, following = self._cases[place], self._cases[place + 1 : place + 2]
        return any(case.last_at <= mine.last_at for case in following)

    def _began_by(self, at: datetime) -> int:
        return bisect_right(self._cases, at, key=lambda case: case.opened_at)
