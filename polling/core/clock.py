"""The only module that reads the time, so that tests can set it."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the server's time, timezone-aware, in UTC."""
    return datetime.now(UTC)


def milliseconds(moment: datetime | None) -> int | None:
    """Return milliseconds since the epoch, as used by pages and phones."""
    return None if moment is None else round(moment.timestamp() * 1000)
