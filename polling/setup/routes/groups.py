"""The list of breakout groups."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.setup.actions import groups as actions
from polling.setup.payloads import GroupText, NewGroups

blueprint = Blueprint("groups", __name__, url_prefix="/console/<code>/setup/groups")


@blueprint.post("")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """New groups for a theme."""
    wanted = http.parse(NewGroups)
    with transaction() as session:
        actions.add(session, http.actor(), theme_id=wanted.theme, count=wanted.count)
    return http.done(_("Added."))


@blueprint.post("/<int:group_id>")
@allow(Role.ORGANIZER)
def edit(code: str, group_id: int) -> Any:
    """Save a group."""
    text = http.parse(GroupText)
    with transaction() as session:
        actions.edit(session, http.actor(), group_id, text)
    return http.done(_("Saved."))


@blueprint.post("/<int:group_id>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, group_id: int) -> Any:
    """Delete a group."""
    with transaction() as session:
        actions.remove(session, http.actor(), group_id)
    return http.done(_("Deleted."))
