"""Routes for the sessions of the agenda."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import sessions as actions
from polling.setup.forms import SessionText, Step, Titled
from polling.web.commands import command

blueprint = Blueprint("agenda", __name__, url_prefix="/console/<code>/setup")


@command(blueprint, "/sessions", Role.ORGANIZER)
def add(session: Session, actor: Actor, title: Titled) -> str:
    """Add a session."""
    actions.add(session, actor, title=title.title)
    return _("Added.")


@command(blueprint, "/sessions/<int:session_id>", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: SessionText, session_id: int) -> str:
    """Save a session."""
    actions.edit(session, actor, session_id, text)
    return _("Saved.")


@command(blueprint, "/sessions/<int:session_id>/move", Role.ORGANIZER)
def move(session: Session, actor: Actor, step: Step, session_id: int) -> None:
    """Move a session one place up or down."""
    actions.move(session, actor, session_id, step.direction)


@command(blueprint, "/sessions/<int:session_id>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, session_id: int) -> str:
    """Delete a session."""
    actions.remove(session, actor, session_id)
    return _("Deleted.")
