import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.durations import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20s", 20),
        ("30m", 1800),
        ("1h", 3600),
        ("1d", 86400),
        ("2w", 1209600),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("90", 90),
        (90, 90),
        ("0s", 0),
    ],
)
def test_durations_are_whole_seconds(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "-5m", "1.5h", "5 parsecs", True, None, 1.5, -3])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="not a duration"):
        seconds(text)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_parts_add_up(hours, minutes):
    assert seconds(f"{hours}h{minutes}m") == hours * 3600 + minutes * 60
