"""The one place that reads the time, so that tests can set it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The server's time, aware, in UTC."""
    return datetime.now(UTC)


def milliseconds(moment: datetime | None) -> int | None:
    """Milliseconds since the epoch, the unit that pages and phones use."""
    return None if moment is None else round(moment.timestamp() * 1000)
