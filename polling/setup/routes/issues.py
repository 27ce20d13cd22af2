"""One issue."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.actions import issues as actions
from polling.setup.actions import merging
from polling.setup.payloads import IssueText, Split, Step, ToTheme

blueprint = Blueprint("issues", __name__, url_prefix="/console/<code>/setup/issues/<int:issue_id>")


@blueprint.post("")
@allow(Role.ORGANIZER)
def edit(code: str, issue_id: int) -> Any:
    """Save its words."""
    text = web.parse(IssueText)
    with transaction() as session:
        actions.edit(session, web.actor(), issue_id, text)
    return web.done(_("Saved."))


@blueprint.post("/move")
@allow(Role.ORGANIZER)
def move(code: str, issue_id: int) -> Any:
    """One place up or down."""
    step = web.parse(Step)
    with transaction() as session:
        actions.move(session, web.actor(), issue_id, step.direction)
    return web.done()


@blueprint.post("/theme")
@allow(Role.ORGANIZER)
def move_to(code: str, issue_id: int) -> Any:
    """To another theme."""
    target = web.parse(ToTheme).theme
    with transaction() as session:
        actions.move_to(session, web.actor(), issue_id, target)
    return web.done(_("Moved."))


@blueprint.post("/split")
@allow(Role.ORGANIZER)
def split(code: str, issue_id: int) -> Any:
    """Make it two."""
    parts = web.parse(Split)
    with transaction() as session:
        merging.split(session, web.actor(), issue_id, parts)
    return web.done(_("Split in two. Both keep the sources."))


@blueprint.post("/delete")
@allow(Role.ORGANIZER)
def remove(code: str, issue_id: int) -> Any:
    """Delete it."""
    with transaction() as session:
        actions.remove(session, web.actor(), issue_id)
    return web.done(_("Deleted."))
