"""The event's sessions, and the actors that recommendations can name."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.actions import sessions as actions
from polling.setup.payloads import ActorList, SessionText, Step, Titled

blueprint = Blueprint("agenda", __name__, url_prefix="/console/<code>/setup")


@blueprint.post("/sessions")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """A new session."""
    title = web.parse(Titled).title
    with transaction() as session:
        actions.add(session, web.actor(), title=title)
    return web.done(_("Added."))


@blueprint.post("/sessions/<int:sitting_id>")
@allow(Role.ORGANIZER)
def edit(code: str, sitting_id: int) -> Any:
    """Save a session."""
    text = web.parse(SessionText)
    with transaction() as session:
        actions.edit(session, web.actor(), sitting_id, text)
    return web.done(_("Saved."))


@blueprint.post("/sessions/<int:sitting_id>/move")
@allow(Role.ORGANIZER)
def move(code: str, sitting_id: int) -> Any:
    """One place up or down."""
    step = web.parse(Step)
    with transaction() as session:
        actions.move(session, web.actor(), sitting_id, step.direction)
    return web.done()


@blueprint.post("/sessions/<int:sitting_id>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, sitting_id: int) -> Any:
    """Delete a session."""
    with transaction() as session:
        actions.remove(session, web.actor(), sitting_id)
    return web.done(_("Deleted."))


@blueprint.post("/actors")
@allow(Role.ORGANIZER)
def set_actors(code: str) -> Any:
    """Save the list of actors."""
    listed = web.parse(ActorList)
    with transaction() as session:
        actions.set_actors(session, web.actor(), listed)
    return web.done(_("Saved."))
