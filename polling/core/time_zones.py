"""The workshop's clock: what time of day a moment is there. Whatever is stored is in UTC.

A workshop that has not chosen a time zone ("") prints UTC, and its pages show each reader the time
of their own clock.
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
    """What can be chosen, by the names that IANA gives them, in their order."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(_REGIONS))]


def known(name: str) -> str:
    """The name, or "" if there is no such zone: of a browser that knows more than this server."""
    return name if name in zones() else ""


def _required(name: str) -> str:
    if name and not known(name):
        sentence = _("This must be a time zone such as “Asia/Bangkok”.")
        raise PydanticCustomError("time_zone", sentence)
    return name


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_required)]


def local(at: datetime, zone: str) -> datetime:
    """The same moment by the clock of that zone."""
    try:
        return at.astimezone(_zone(zone))
    except OverflowError:  # beyond the first or the last day that there is
        return at.astimezone(UTC)


def moment_in_words(at: datetime, zone: str = "", *, seconds: bool = False) -> str:
    """ "5 May 2026, 21:32 UTC+7", the day as the reader's language writes it."""
    return local_in_words(local(at, zone), seconds=seconds)


def local_in_words(there: datetime, *, seconds: bool = False) -> str:
    """The same of a moment that is in its own zone already."""
    return f"{day(there, 'long')}, {there:{'%H:%M:%S' if seconds else '%H:%M'}} {_offset(there)}"


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name) if known(name) else UTC


def _offset(there: datetime) -> str:
    """How far its clock is from UTC: "UTC+7", "UTC+5:30", "UTC"."""
    minutes = round(there.utcoffset().total_seconds() / 60)  # type: ignore[union-attr]
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"
