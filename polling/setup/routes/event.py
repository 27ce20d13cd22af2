"""The event's name and look, and the rules it is run by."""

from typing import Any

from flask import Blueprint, request

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.actions import event as actions
from polling.setup.payloads import EventText, Rules, WifiText

blueprint = Blueprint("event", __name__, url_prefix="/console/<code>/setup")


@blueprint.post("/event")
@allow(Role.ORGANIZER)
def edit(code: str) -> Any:
    """Save the event's name, place, languages and accent."""
    text = web.parse(EventText)
    with transaction() as session:
        actions.edit_event(session, web.actor(), text)
    return web.done(_("Saved."))


@blueprint.post("/wifi")
@allow(Role.ORGANIZER)
def edit_wifi(code: str) -> Any:
    """Save the name and the password of the room's Wi-Fi."""
    text = web.parse(WifiText)
    with transaction() as session:
        actions.edit_wifi(session, web.actor(), text)
    return web.done(_("Saved."))


@blueprint.post("/logo")
@allow(Role.ORGANIZER)
def set_logo(code: str) -> Any:
    """Take a picture as the logo."""
    upload = request.files.get("logo")
    with transaction() as session:
        actions.set_logo(session, web.actor(), upload.read() if upload else b"")
    return web.done(_("Saved."))


@blueprint.post("/logo/remove")
@allow(Role.ORGANIZER)
def remove_logo(code: str) -> Any:
    """Show the event's name instead."""
    with transaction() as session:
        actions.remove_logo(session, web.actor())
    return web.done(_("Removed."))


@blueprint.post("/rules")
@allow(Role.ORGANIZER)
def edit_rules(code: str) -> Any:
    """Save the settings that the form shows."""
    rules = web.parse(Rules)
    with transaction() as session:
        actions.edit_rules(session, web.actor(), rules)
    return web.done(_("Saved."))
