"""The questions asked at joining."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.actions import joining as actions
from polling.setup.payloads import AttributeText, JoiningQuestion, Step

blueprint = Blueprint("joining", __name__, url_prefix="/console/<code>/setup/attributes")


@blueprint.post("")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """A question of one's own."""
    label = web.parse(JoiningQuestion).label
    with transaction() as session:
        actions.add(session, web.actor(), label=label)
    return web.done(_("Added."))


@blueprint.post("/usual/<key>")
@allow(Role.ORGANIZER)
def add_usual(code: str, key: str) -> Any:
    """One of the usual questions."""
    with transaction() as session:
        actions.add_usual(session, web.actor(), key)
    return web.done(_("Added."))


@blueprint.post("/<key>")
@allow(Role.ORGANIZER)
def edit(code: str, key: str) -> Any:
    """Save a question."""
    text = web.parse(AttributeText)
    with transaction() as session:
        actions.edit(session, web.actor(), key, text)
    return web.done(_("Saved."))


@blueprint.post("/<key>/move")
@allow(Role.ORGANIZER)
def move(code: str, key: str) -> Any:
    """One place up or down."""
    step = web.parse(Step)
    with transaction() as session:
        actions.move(session, web.actor(), key, step.direction)
    return web.done()


@blueprint.post("/<key>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, key: str) -> Any:
    """Ask no more."""
    with transaction() as session:
        actions.remove(session, web.actor(), key)
    return web.done(_("Deleted."))
