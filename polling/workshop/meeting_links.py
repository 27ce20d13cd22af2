"""The link to a video meeting for a group's remote members."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from polling.core.i18n import _


def _safe_to_open(text: str) -> str:
    """Require an https URL with a plain host name, or an empty text."""
    if text and not _is_plain_https(text):
        sentence = _("Paste the whole meeting link. It begins with https://")
        raise PydanticCustomError("meeting_link", sentence)
    return text


def _is_plain_https(text: str) -> bool:
    if not text.isascii() or not text.isprintable() or set(text) & set(' "<>\\^`{|}'):
        return False
    try:
        parts = urlsplit(text)
        named = parts.hostname and parts.port != 0
    except ValueError:
        return False
    # The part before an @ is not the host, but may look like one.
    return parts.scheme == "https" and bool(named) and "@" not in parts.netloc


MeetingLink = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_safe_to_open)
]
