"""The case that a message joins is found as quickly among thousands as among few."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from time import process_time

from hypothesis import example, given
from hypothesis import strategies as st

from bot.backtest.incidents import Incidents
from bot.model import Case
from bot.store.memory import INCIDENT_GAP
from tests.conftest import GENERAL, NOON

GAP = int(INCIDENT_GAP.total_seconds())


def filed(moments):
    """The case of each moment, and until when it lasts."""
    incidents, numbers, cases = Incidents(), count(1), []
    for seconds in moments:
        at = NOON + timedelta(seconds=seconds)
        cases.append(incidents.join(at) or incidents.open(next(numbers), GENERAL, at))
    return cases


def looked_through(moments):
    """The same, by looking at every case that there ever was, the newest first."""
    cases, found = [], []
    for seconds in moments:
        at = NOON + timedelta(seconds=seconds)
        near = [
            case
            for case in reversed(cases)
            if case.opened_at - INCIDENT_GAP <= at <= case.last_at + INCIDENT_GAP
        ]
        if near:
            case = replace(near[0], last_at=max(near[0].last_at, at))
            cases[case.id - 1] = case
        else:
            case = Case(len(cases) + 1, GENERAL, at, at)
            cases.append(case)
        found.append(case)
    return found


STEPS = st.one_of(
    st.integers(-6 * GAP, 6 * GAP),
    st.sampled_from([GAP, GAP + 1, GAP - 1, -GAP, -GAP - 1, 1 - GAP, 2 * GAP, 0]),
)


@given(waits=st.lists(STEPS, max_size=60))
@example(waits=[1000, -1000, 890, 900, 200])  # an earlier case grows over a later one
@example(waits=[0, 1000, -500, -450])  # late, between two, and before both
def test_every_message_is_in_the_case_that_looking_through_all_would_find(waits):
    """In whatever order of time they come."""
    moments = [sum(waits[: number + 1]) for number in range(len(waits))]
    assert filed(moments) == looked_through(moments)


def test_ten_times_as_many_cases_take_about_ten_times_as_long():
    def taken(many):
        began = process_time()
        cases = filed([number * (GAP + 1) for number in range(many)])
        assert len({case.id for case in cases}) == many
        return process_time() - began

    assert taken(20_000) < 40 * min(taken(2000) for _ in range(3))
