"""The list of breakout groups."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.setup.actions import groups as actions
from polling.setup.payloads import GroupText, NewGroups

blueprint = Blueprint("groups", __name__, url_prefix="/console/<code>/setup/groups")


@blueprint.post("")
@allow(Role.ORGANIZER)
def add(code: str) -> Any:
    """New groups for a theme."""
    wanted = web.parse(NewGroups)
    with transaction() as session:
        actions.add(session, web.actor(), theme_id=wanted.theme, count=wanted.count)
    return web.done(_("Added."))


@blueprint.post("/<int:group_id>")
@allow(Role.ORGANIZER)
def edit(code: str, group_id: int) -> Any:
    """Save a group."""
    text = web.parse(GroupText)
    with transaction() as session:
        actions.edit(session, web.actor(), group_id, text)
    return web.done(_("Saved."))


@blueprint.post("/<int:group_id>/delete")
@allow(Role.ORGANIZER)
def remove(code: str, group_id: int) -> Any:
    """Delete a group."""
    with transaction() as session:
        actions.remove(session, web.actor(), group_id)
    return web.done(_("Deleted."))
