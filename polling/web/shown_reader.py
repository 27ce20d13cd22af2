"""Refuse requests from a page of an earlier participant or group of this browser."""

from polling.core.access import Actor
from polling.core.errors import OtherReader
from polling.core.i18n import _

HEADER = "X-Reader"  # of the page that sends the request: see `Actor.reader`


def require_own_page(actor: Actor, reader: str) -> None:
    """Raise OtherReader if it is the page of another participant or group."""
    if not actor.is_on(reader):
        raise OtherReader(
            _("Somebody else has joined in this browser. Scan your badge, or open your link again.")
        )
