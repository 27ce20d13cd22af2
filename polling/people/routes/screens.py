"""The screen's link, for the organizers who open it."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.people.actions import screens as actions

blueprint = Blueprint("screens", __name__, url_prefix="/console/<code>/screen")


@blueprint.post("/link")
@allow(Role.ORGANIZER)
def renew_link(code: str) -> Any:
    """A new link for the screen; the old one stops working at once."""
    with transaction() as session:
        actions.renew_screen_link(session, web.actor())
    return web.done(_("The old link no longer works."))
