"""Sorting one note."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.note_triage import actions
from polling.setup.note_triage.payloads import NewIssue, SetAside, ToIssue

blueprint = Blueprint("sorting", __name__, url_prefix="/console/<code>/setup/notes/<int:note_id>")


@blueprint.post("/issue")
@allow(Role.ORGANIZER)
def make_issue(code: str, note_id: int) -> Any:
    """Make it an issue."""
    wanted = web.parse(NewIssue)
    with transaction() as session:
        actions.make_issue(session, web.actor(), note_id, wanted)
    return web.done(_("It is an issue now."))


@blueprint.post("/add")
@allow(Role.ORGANIZER)
def add_to(code: str, note_id: int) -> Any:
    """Make it part of an issue."""
    target = web.parse(ToIssue).issue
    with transaction() as session:
        actions.add_to(session, web.actor(), note_id, target)
    return web.done(_("It is part of the issue now."))


@blueprint.post("/aside")
@allow(Role.ORGANIZER)
def set_aside(code: str, note_id: int) -> Any:
    """Set it aside."""
    reason = web.parse(SetAside).reason
    with transaction() as session:
        actions.set_aside(session, web.actor(), note_id, reason)
    return web.done(_("Set aside. It is kept below."))


@blueprint.post("/again")
@allow(Role.ORGANIZER)
def sort_again(code: str, note_id: int) -> Any:
    """Let it wait again."""
    with transaction() as session:
        actions.sort_again(session, web.actor(), note_id)
    return web.done(_("It waits again."))
