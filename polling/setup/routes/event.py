"""Routes for the event's name, logo, accent and Wi-Fi."""

from flask import Blueprint, request
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import event as actions
from polling.setup.forms import EventText, WifiText
from polling.web.commands import command

blueprint = Blueprint("event", __name__, url_prefix="/console/<code>/setup")


@command(blueprint, "/event", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: EventText) -> str:
    """Save the event's name, place, languages and accent colour."""
    actions.edit_event(session, actor, text)
    return _("Saved.")


@command(blueprint, "/wifi", Role.ORGANIZER)
def edit_wifi(session: Session, actor: Actor, text: WifiText) -> str:
    """Save the name and password of the Wi-Fi."""
    actions.edit_wifi(session, actor, text)
    return _("Saved.")


@command(blueprint, "/logo", Role.ORGANIZER)
def set_logo(session: Session, actor: Actor) -> str:
    """Set a picture as the logo."""
    upload = request.files.get("logo")
    actions.set_logo(session, actor, upload.read() if upload else b"")
    return _("Saved.")


@command(blueprint, "/logo/remove", Role.ORGANIZER)
def remove_logo(session: Session, actor: Actor) -> str:
    """Remove the logo, so that pages show the event's name."""
    actions.remove_logo(session, actor)
    return _("Deleted.")
