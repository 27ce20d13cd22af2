"""The questions asked at joining."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.actions import joining as actions
from polling.setup.payloads import Asked, AttributeText, Step

blueprint = Blueprint("joining", __name__, url_prefix="/console/<code>/setup/attributes")


@blueprint.post("")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """A question of one's own."""
    label = http.parse(Asked).label
    with transaction() as session:
        actions.add(session, http.actor(), label=label)
    return http.done(_("Added."))


@blueprint.post("/usual/<key>")
@allow(Role.ORGANIZER)
def add_usual(code: str, key: str) -> Any:
    """One of the usual questions."""
    with transaction() as session:
        actions.add_usual(session, http.actor(), key)
    return http.done(_("Added."))


@blueprint.post("/<key>")
@allow(Role.ORGANIZER)
def edit(code: str, key: str) -> Any:
    """Save a question."""
    text = http.parse(AttributeText)
    with transaction() as session:
        actions.edit(session, http.actor(), key, text)
    return http.done(_("Saved."))


@blueprint.post("/<key>/move")
@allow(Role.ORGANIZER)
def move(code: str, key: str) -> Any:
    """One place up or down."""
    step = http.parse(Step)
    with transaction() as session:
        actions.move(session, http.actor(), key, step.direction)
    return http.done()


@blueprint.post("/<key>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, key: str) -> Any:
    """Ask no more."""
    with transaction() as session:
        actions.remove(session, http.actor(), key)
    return http.done(_("Deleted."))
