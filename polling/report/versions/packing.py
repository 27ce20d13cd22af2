"""The frozen versions of the report: each with its data, packed, and their SHA-256.

The data are text with many repetitions, so bzip2 makes them a tenth; base64 makes them a string.
`jq -r .versions[0].data FILE | base64 -d | bunzip2 | sha256sum` says the hash of the first.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from bz2 import BZ2Decompressor, compress
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from polling.core.i18n import _
from polling.core.schema import StrictModel

LONGEST = 30_000_000  # bytes of the data of all versions together, unpacked
MOST = 200


def _moment(text: str) -> str:
    """A moment with its zone, written as we write it."""
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)  # as it is stored: near the year 1 or 9999 there may be no such time
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError(
            "moment", _("This must be a moment such as “2026-05-05T14:32:00+00:00”.")
        )
    return moment.isoformat()


class FrozenReport(StrictModel):
    """One version: its number, when it was frozen, the SHA-256 of its data, and these, packed."""

    number: Annotated[int, Field(ge=1, le=100_000)]
    frozen_at: Annotated[str, AfterValidator(_moment)]
    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    data: str


def pack(data: bytes) -> str:
    """As the file has it: the same data are always the same text."""
    return b64encode(compress(data)).decode()


def unpack(text: str, longest: int = LONGEST) -> bytes:
    """The data; ValueError if they are damaged, or longer than that."""
    try:
        packed = b64decode(text, validate=True)
        unpacking = BZ2Decompressor()
        data = unpacking.decompress(packed, longest + 1)
    except (NotBase64, OSError, EOFError) as error:
        raise ValueError from error
    if not unpacking.eof or unpacking.unused_data or len(data) > longest:
        raise ValueError
    return data
