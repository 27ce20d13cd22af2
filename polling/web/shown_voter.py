"""Refuse what a page sends if a badge or link has changed who this browser is since."""

from polling.core.access import Actor
from polling.core.errors import OtherReader
from polling.core.i18n import _

HEADER = "X-Voter"  # whose page sends the request: see `Actor.reader`


def require_own_page(actor: Actor, voter: str) -> None:
    """Raise OtherReader if it is the page of another participant or group."""
    if not actor.is_on(voter):
        raise OtherReader(_("Another link was opened in this browser. Open your own link again."))
