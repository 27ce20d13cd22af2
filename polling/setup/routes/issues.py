"""One issue."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.actions import issues as actions
from polling.setup.actions import merging
from polling.setup.payloads import IssueText, Split, Step, ToTheme

blueprint = Blueprint("issues", __name__, url_prefix="/console/<code>/setup/issues/<int:issue_id>")


@blueprint.post("")
@allow(Role.ORGANIZER)
def edit(code: str, issue_id: int) -> Any:
    """Save its words."""
    text = http.parse(IssueText)
    with transaction() as session:
        actions.edit(session, http.actor(), issue_id, text)
    return http.done(_("Saved."))


@blueprint.post("/move")
@allow(Role.ORGANIZER)
def move(code: str, issue_id: int) -> Any:
    """One place up or down."""
    step = http.parse(Step)
    with transaction() as session:
        actions.move(session, http.actor(), issue_id, step.direction)
    return http.done()


@blueprint.post("/theme")
@allow(Role.ORGANIZER)
def move_to(code: str, issue_id: int) -> Any:
    """To another theme."""
    target = http.parse(ToTheme).theme
    with transaction() as session:
        actions.move_to(session, http.actor(), issue_id, target)
    return http.done(_("Moved."))


@blueprint.post("/split")
@allow(Role.ORGANIZER)
def split(code: str, issue_id: int) -> Any:
    """Make it two."""
    parts = http.parse(Split)
    with transaction() as session:
        merging.split(session, http.actor(), issue_id, parts)
    return http.done(_("Split in two. Both keep the sources."))


@blueprint.post("/delete")
@allow(Role.ORGANIZER)
def remove(code: str, issue_id: int) -> Any:
    """Delete it."""
    with transaction() as session:
        actions.remove(session, http.actor(), issue_id)
    return http.done(_("Deleted."))
