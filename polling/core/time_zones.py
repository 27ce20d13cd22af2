"""The workshop's time zone, for displaying times. Stored times are in UTC.

If a workshop has no time zone (""), exports use UTC, and pages use each reader's own time zone.
"""

from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from polling.core.i18n import _, day

_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def zones() -> list[str]:
    """Return the available time zones by IANA name, sorted."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(_REGIONS))]


def known(name: str) -> str:
    """Return the name, or "" if this server does not know the time zone that a browser reported."""
    return name if name in zones() else ""


def _required(name: str) -> str:
    if name and not known(name):
        sentence = _("This must be a time zone such as “Asia/Bangkok”.")
        raise PydanticCustomError("time_zone", sentence)
    return name


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_required)]


def local(at: datetime, zone: str) -> datetime:
    """Convert a moment to this time zone."""
    try:
        return at.astimezone(_zone(zone))
    except OverflowError:  # before or after the range of datetime
        return at.astimezone(UTC)


def moment_in_words(at: datetime, zone: str = "", *, seconds: bool = False) -> str:
    """Format a moment as "5 May 2026, 21:32 UTC+7", with the day in the reader's language."""
    return local_in_words(local(at, zone), seconds=seconds)


def local_in_words(there: datetime, *, seconds: bool = False) -> str:
    """Format a moment that has been converted to its zone already."""
    return f"{day(there, 'long')}, {there:{'%H:%M:%S' if seconds else '%H:%M'}} {_offset(there)}"


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name) if known(name) else UTC


def _offset(there: datetime) -> str:
    """Return the offset from UTC: "UTC+7", "UTC+5:30", "UTC"."""
    minutes = round(there.utcoffset().total_seconds() / 60)  # type: ignore[union-attr]
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"
