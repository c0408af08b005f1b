"""Hours and days, on the clocks of many places."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rulebook.conditions import why
from tests.rulebook.asking import ask, wrong
from tests.rulebook.build import seen

WARSAW = ZoneInfo("Europe/Warsaw")
MON = datetime(2026, 1, 5)


def at(day, clock, zone=WARSAW):
    """A moment of the week that begins on Monday, 5 January 2026."""
    hour, minute = map(int, clock.split(":"))
    local = MON.replace(hour=hour, minute=minute, tzinfo=zone) + timedelta(days=day)
    return moment(local)


def moment(local):
    return seen(time=local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


@pytest.mark.parametrize(
    ("hours", "clock", "holds"),
    [
        ("09:00-17:00", "09:00", True),
        ("09:00-17:00", "16:59", True),
        ("09:00-17:00", "17:00", False),
        ("09:00-17:00", "08:59", False),
        ("22:00-07:00", "22:00", True),
        ("22:00-07:00", "23:59", True),
        ("22:00-07:00", "00:00", True),
        ("22:00-07:00", "06:59", True),
        ("22:00-07:00", "07:00", False),
        ("22:00-07:00", "21:59", False),
        ("18:00-24:00", "23:59", True),
        ("18:00-24:00", "00:00", False),
        ("22:00-00:00", "23:30", True),
        ("22:00-00:00", "00:00", False),
        ("9:00 - 17:00", "12:00", True),
        ("22:00–07:00", "03:00", True),
        (["08:00-09:00", "12:00-13:00"], "12:30", True),
        (["08:00-09:00", "12:00-13:00"], "10:30", False),
    ],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(hours, clock, holds):
    for asked in (hours, {"between": hours}):
        assert ask({"time": asked}).holds(at(0, clock)) is holds


@pytest.mark.parametrize(
    ("day", "clock", "holds"),
    [
        (4, "21:59", False),
        (4, "22:00", True),
        (5, "06:59", True),
        (5, "07:00", False),
        (5, "23:00", True),
        (6, "06:00", True),
        (6, "23:00", False),
        (4, "06:00", False),
    ],
)
def test_a_span_over_midnight_belongs_to_the_day_on_which_it_began(day, clock, holds):
    night = ask({"time": {"between": "22:00-07:00", "days": ["fri", "sat"]}})
    assert night.holds(at(day, clock)) is holds


def test_days_alone_are_whole_days_of_the_zone():
    sunday = ask({"time": {"days": "sun"}})
    assert sunday.holds(at(6, "00:00")) is True
    assert sunday.holds(at(6, "23:59")) is True
    assert sunday.holds(at(7, "00:00")) is False
    assert sunday.holds(at(5, "23:59")) is False
    assert sunday.holds(at(5, "23:30", UTC)) is True, "it is Sunday in Warsaw already"


@pytest.mark.parametrize(
    ("days", "held"),
    [
        ("mon", [0]),
        ("Monday", [0]),
        (["sat", "SUN"], [5, 6]),
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("fri-mon", [0, 4, 5, 6]),
        ("wed-wed", [2]),
        (["mon-tue", "thursday - friday"], [0, 1, 3, 4]),
    ],
)
def test_days_are_named_one_by_one_or_from_to(days, held):
    when = ask({"time": {"days": days}})
    assert [day for day in range(7) if when.holds(at(day, "12:00"))] == held


def test_the_zone_is_the_communitys_unless_another_is_named():
    hours = "22:00-23:00"
    assert ask({"time": hours}).holds(at(0, "22:30")) is True
    assert ask({"time": hours}).holds(at(0, "22:30", UTC)) is False
    tokyo = ask({"time": {"between": hours, "zone": "Asia/Tokyo"}})
    assert tokyo.holds(at(0, "22:30", ZoneInfo("Asia/Tokyo"))) is True
    assert tokyo.holds(at(0, "22:30")) is False


def test_the_clock_is_the_one_on_the_wall_in_summer_and_in_winter():
    morning = ask({"time": "07:00-08:00"})
    for month in (1, 7):
        assert morning.holds(moment(datetime(2026, month, 15, 7, 30, tzinfo=WARSAW))) is True
        assert morning.holds(moment(datetime(2026, month, 15, 8, 30, tzinfo=WARSAW))) is False
    assert morning.holds(moment(datetime(2026, 7, 15, 5, 30, tzinfo=UTC))) is True
    assert morning.holds(moment(datetime(2026, 1, 15, 6, 30, tzinfo=UTC))) is True
    assert morning.holds(moment(datetime(2026, 1, 15, 5, 30, tzinfo=UTC))) is False


def test_the_hour_that_comes_twice_is_in_twice_and_the_one_left_out_never():
    """In Warsaw, 2026-10-25 has two hours from 02:00 and 2026-03-29 has none."""
    when = ask({"time": "02:00-03:00"})

    def held(day, month):
        start = datetime(2026, month, day, tzinfo=WARSAW).astimezone(UTC)
        minutes = (start + timedelta(minutes=10 * n) for n in range(6 * 6))
        return sum(when.holds(moment(minute)) for minute in minutes)

    assert held(25, 10) == 12
    assert held(29, 3) == 0
    assert held(1, 7) == 6


def test_a_night_that_loses_or_gains_an_hour_is_still_one_night():
    night = ask({"time": {"between": "22:00-07:00", "days": ["sat"]}})
    for month, day, hours in ((3, 28, 8), (10, 24, 10), (7, 4, 9)):
        start = datetime(2026, month, day, 12, tzinfo=WARSAW).astimezone(UTC)
        held = sum(night.holds(moment(start + timedelta(hours=n))) for n in range(30))
        assert held == hours


@given(st.integers(0, 1439), st.integers(0, 1439), st.datetimes(MON, MON.replace(year=2030)))
def test_what_is_not_within_a_span_is_within_its_opposite(one, other, local):
    if one == other:
        return
    hours = f"{one // 60:02}:{one % 60:02}-{other // 60:02}:{other % 60:02}"
    opposite = "-".join(reversed(hours.split("-")))
    here = moment(local.replace(tzinfo=UTC))
    assert ask({"time": hours}).holds(here) is not ask({"time": opposite}).holds(here)


def test_without_a_time_it_cannot_be_told():
    assert ask({"time": "22:00-07:00"}).holds(seen()) is None


def test_the_reason_is_the_time_on_that_clock():
    when = ask({"time": {"between": ["22:00-7:00"], "days": "fri-sat"}})
    [ground] = why(when, at(5, "03:05"))
    assert (ground.signal, ground.value) == ("time", "sat 03:05")
    assert ground.need == "22:00-07:00 on fri, sat (Europe/Warsaw)"


@pytest.mark.parametrize(
    ("value", "place", "said"),
    [
        ("25:00-07:00", "25:00-07:00", "`25:00-07:00` leaves the day, which goes from `00:00`"),
        ("24:00-07:00", "24:00-07:00", "`24:00-07:00` leaves the day"),
        ("22:60-07:00", "22:60-07:00", "`22:60-07:00` is no span of a day such as `22:00-07:00`"),
        ("night", "night", "`night` is no span of a day"),
        ("22-7", "22-7", "`22-7` is no span of a day"),
        ("22:00-22:00", "22:00-22:00", "`22:00-22:00` has no length"),
        ({"days": "mom"}, "mom", "unknown day `mom`; did you mean `mon`?"),
        ({"days": "mon-fry"}, "mon-fry", "unknown day `fry`; did you mean `fri`?"),
        ({"betwen": "22:00-07:00"}, "betwen", "unknown key `betwen`; did you mean `between`?"),
        ({"zone": "UTC"}, "{", "`time` takes hours such as `22:00-07:00`"),
        (
            {"days": "mon", "zone": "Europe/Warszawa"},
            "Europe/Warszawa",
            "unknown time zone `Europe/Warszawa`; did you mean `Europe/Warsaw`?",
        ),
        ({"days": "mon", "zone": "new york"}, "new york", "unknown time zone `new york`; did you"),
        (["22:00-07:00", "7"], "7", "`7` is no span of a day"),
        ({"days": ["mon", "x"], "between": "8:00-9:00"}, "x", "unknown day `x`; known: `fri`"),
        ({"days": "mon", "zone": "../etc"}, "../etc", "unknown time zone `../etc`"),
        ({"days": "mon", "zone": "Europe"}, "Europe", "unknown time zone `Europe`"),
    ],
)
def test_what_is_no_time_is_told_at_its_place(value, place, said):
    [(where, what)] = wrong({"time": value})
    assert where == place
    assert what.startswith(said)


def test_all_that_is_wrong_with_a_time_is_told_at_once():
    found = wrong({"time": {"between": "x", "days": "y", "zone": "z"}})
    assert [place for place, _ in found] == ["x", "y", "z"]
