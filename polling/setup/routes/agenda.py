"""The event's sessions, and the actors that recommendations can name."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.actions import agenda as actions
from polling.setup.payloads import ActorList, SittingText, Step, Titled

blueprint = Blueprint("agenda", __name__, url_prefix="/console/<code>/setup")


@blueprint.post("/sessions")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """A new session."""
    title = http.parse(Titled).title
    with transaction() as session:
        actions.add(session, http.actor(), title=title)
    return http.done(_("Added."))


@blueprint.post("/sessions/<int:sitting_id>")
@allow(Role.ORGANIZER)
def edit(code: str, sitting_id: int) -> Any:
    """Save a session."""
    text = http.parse(SittingText)
    with transaction() as session:
        actions.edit(session, http.actor(), sitting_id, text)
    return http.done(_("Saved."))


@blueprint.post("/sessions/<int:sitting_id>/move")
@allow(Role.ORGANIZER)
def move(code: str, sitting_id: int) -> Any:
    """One place up or down."""
    step = http.parse(Step)
    with transaction() as session:
        actions.move(session, http.actor(), sitting_id, step.direction)
    return http.done()


@blueprint.post("/sessions/<int:sitting_id>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, sitting_id: int) -> Any:
    """Delete a session."""
    with transaction() as session:
        actions.remove(session, http.actor(), sitting_id)
    return http.done(_("Deleted."))


@blueprint.post("/actors")
@allow(Role.ORGANIZER)
def set_actors(code: str) -> Any:
    """Save the list of actors."""
    listed = http.parse(ActorList)
    with transaction() as session:
        actions.set_actors(session, http.actor(), listed)
    return http.done(_("Saved."))
