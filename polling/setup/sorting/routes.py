"""Sorting one note."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.sorting import actions
from polling.setup.sorting.payloads import Aside, NewIssue, ToIssue

blueprint = Blueprint("sorting", __name__, url_prefix="/console/<code>/setup/notes/<int:note_id>")


@blueprint.post("/issue")
@allow(Role.ORGANIZER)
def make_issue(code: str, note_id: int) -> Any:
    """Make it an issue."""
    wanted = http.parse(NewIssue)
    with transaction() as session:
        actions.make_issue(session, http.actor(), note_id, wanted)
    return http.done(_("It is an issue now."))


@blueprint.post("/add")
@allow(Role.ORGANIZER)
def add_to(code: str, note_id: int) -> Any:
    """Make it part of an issue."""
    target = http.parse(ToIssue).issue
    with transaction() as session:
        actions.add_to(session, http.actor(), note_id, target)
    return http.done(_("It is part of the issue now."))


@blueprint.post("/aside")
@allow(Role.ORGANIZER)
def set_aside(code: str, note_id: int) -> Any:
    """Set it aside."""
    reason = http.parse(Aside).reason
    with transaction() as session:
        actions.set_aside(session, http.actor(), note_id, reason)
    return http.done(_("Set aside. It is kept below."))


@blueprint.post("/again")
@allow(Role.ORGANIZER)
def sort_again(code: str, note_id: int) -> Any:
    """Let it wait again."""
    with transaction() as session:
        actions.sort_again(session, http.actor(), note_id)
    return http.done(_("It waits again."))
