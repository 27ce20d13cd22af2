"""The list of breakout groups."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import groups as actions
from polling.setup.forms import GroupText, NewGroups
from polling.web.commands import command

blueprint = Blueprint("groups", __name__, url_prefix="/console/<code>/setup/groups")


@command(blueprint, "", Role.ORGANIZER)
def add(session: Session, actor: Actor, wanted: NewGroups) -> str:
    """Add groups for a theme."""
    actions.add(session, actor, theme_id=wanted.theme, count=wanted.count)
    return _("Added.")


@command(blueprint, "/<int:group_id>", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: GroupText, group_id: int) -> str:
    """Save a group."""
    actions.edit(session, actor, group_id, text)
    return _("Saved.")


@command(blueprint, "/<int:group_id>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, group_id: int) -> str:
    """Delete a group."""
    actions.remove(session, actor, group_id)
    return _("Deleted.")
