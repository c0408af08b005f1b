"""The line of heat shows every blow, and cooling in between."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.context.conversation import HALF_LIFE
from bot.demo.curve import SPAN, curve
from bot.model import ConversationRecord

NOW = datetime(2026, 1, 5, 18, tzinfo=UTC)


def blow(heat, before):
    return ConversationRecord(heat, NOW - before)


def test_a_room_that_was_always_calm_is_a_flat_line_over_the_whole_span():
    line = curve([], NOW)
    assert (line[0][0], line[-1][0]) == (-SPAN / timedelta(minutes=1), 0.0)
    assert {heat for _, heat in line} == {0.0}


def test_a_blow_stands_at_its_very_moment_and_cools_from_there():
    line = dict(curve([blow(0.75, HALF_LIFE)], NOW))
    assert line[-HALF_LIFE / timedelta(minutes=1)] == 0.75
    assert line[0.0] == 0.5
    assert max(heat for at, heat in line.items() if at < -4) == 0.0


def test_heat_from_before_the_span_is_still_there_at_its_beginning():
    line = curve([blow(0.9, SPAN + timedelta(minutes=1))], NOW)
    assert line[0][1] > 0.1


@given(
    st.lists(
        st.tuples(st.floats(0, 0.99), st.timedeltas(timedelta(0), timedelta(minutes=20))),
        max_size=20,
    )
)
def test_the_line_runs_forward_and_stays_in_its_frame(blows):
    records = [blow(*one) for one in sorted(blows, key=lambda one: -one[1])]
    line = curve(records, NOW)
    assert [at for at, _ in line] == sorted(at for at, _ in line)
    assert all(0 <= heat <= 1 for _, heat in line)
    blown = {round(-one[1] / timedelta(minutes=1), 3) for one in blows if one[1] <= SPAN}
    assert all(later <= sooner for (_, sooner), (at, later) in pairwise(line) if at not in blown)
