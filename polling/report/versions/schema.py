"""Frozen versions of the report in a workshop file."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from polling.core.base_models import StrictModel
from polling.core.i18n import _

LONGEST = 30_000_000  # bytes of the unpacked data of all versions together
# Unpacked bytes per packed byte: about 10 in real reports, 400 if all texts are copies of one.
MOST_EXPANSION = 1_000
MOST = 200  # freezing refuses more, too
LAST = 100_000  # the highest number of a version


def _moment(text: str) -> str:
    """Require a time with a zone, in our notation."""
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)  # as stored; near the years 1 or 9999, this may overflow
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError(
            "moment", _("This must be a date and time such as “2026-05-05T14:32:00+00:00”.")
        )
    return moment.isoformat()


class FrozenReport(StrictModel):
    """One version: its number, time, the SHA-256 of its data, and the packed data."""

    number: Annotated[int, Field(ge=1, le=LAST)]
    frozen_at: Annotated[str, AfterValidator(_moment)]
    digest: str  # compared with the data by `workshop_file.consistency`
    data: str
