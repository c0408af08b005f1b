"""The one place that asks what time it is; everything else is told."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time of this machine, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the place
