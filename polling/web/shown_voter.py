"""Refuse what a page sends if a badge has changed this browser's participant since."""

from polling.core.access import Actor
from polling.core.errors import OtherReader
from polling.core.i18n import _

HEADER = "X-Voter"  # the id of the participant whose page sends the request


def require_own_page(actor: Actor, voter: str) -> None:
    """Raise OtherReader if the page shows another participant."""
    if not actor.is_on(voter):
        raise OtherReader(_("Another link was opened in this browser. Open your own link again."))
