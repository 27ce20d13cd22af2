"""Routes for settings: the event's name and look, the Wi-Fi, the rules, and the list of actors."""

from flask import Blueprint, request
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import settings
from polling.setup.forms import ActorList, EventText, Rules, WifiText
from polling.uploads.parse_in_worker import read_upload
from polling.web.commands import command
from polling.workshop.pictures import pixels_for_logo

blueprint = Blueprint("settings", __name__, url_prefix="/console/<code>/setup")


@command(blueprint, "/event", Role.ORGANIZER)
def edit_event(session: Session, actor: Actor, text: EventText) -> str:
    """Save the event's name, place, languages and accent colour."""
    settings.edit_event(session, actor, text)
    return _("Saved.")


@command(blueprint, "/wifi", Role.ORGANIZER)
def edit_wifi(session: Session, actor: Actor, text: WifiText) -> str:
    """Save the name and password of the Wi-Fi."""
    settings.edit_wifi(session, actor, text)
    return _("Saved.")


def _uploaded_logo(actor: Actor) -> bytes:
    upload = request.files.get("logo")
    return read_upload(actor.key, pixels_for_logo, upload.read() if upload else b"")


@command(blueprint, "/logo", Role.ORGANIZER, prepare=_uploaded_logo)
def set_logo(session: Session, actor: Actor, prepared: bytes) -> str:
    """Set a picture as the logo."""
    settings.set_logo(session, actor, prepared)
    return _("Saved.")


@command(blueprint, "/logo/remove", Role.ORGANIZER)
def remove_logo(session: Session, actor: Actor) -> str:
    """Remove the logo, so that pages show the event's name."""
    settings.remove_logo(session, actor)
    return _("Deleted.")


@command(blueprint, "/rules", Role.ORGANIZER)
def edit_rules(session: Session, actor: Actor, rules: Rules) -> str:
    """Save the settings that the form shows."""
    settings.edit_rules(session, actor, rules)
    return _("Saved.")


@command(blueprint, "/actors", Role.ORGANIZER)
def set_actors(session: Session, actor: Actor, listed: ActorList) -> str:
    """Save the list of actors."""
    settings.set_actors(session, actor, listed)
    return _("Saved.")
