"""Routes for one issue."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import issue_merging
from polling.setup.actions import issues as actions
from polling.setup.forms import IssueText, Split, Step, ToTheme
from polling.web.commands import command

blueprint = Blueprint("issues", __name__, url_prefix="/console/<code>/setup/issues/<int:issue_id>")


@command(blueprint, "", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: IssueText, issue_id: int) -> str:
    """Save its texts."""
    actions.edit(session, actor, issue_id, text)
    return _("Saved.")


@command(blueprint, "/move", Role.ORGANIZER)
def move(session: Session, actor: Actor, step: Step, issue_id: int) -> None:
    """Move it one place up or down."""
    actions.move(session, actor, issue_id, step.direction)


@command(blueprint, "/theme", Role.ORGANIZER)
def move_to(session: Session, actor: Actor, target: ToTheme, issue_id: int) -> str:
    """Move it to another theme."""
    actions.move_to(session, actor, issue_id, target.theme)
    return _("Moved.")


@command(blueprint, "/split", Role.ORGANIZER)
def split(session: Session, actor: Actor, parts: Split, issue_id: int) -> str:
    """Split it in two."""
    issue_merging.split(session, actor, issue_id, parts)
    return _("Split. Both issues keep the sources.")


@command(blueprint, "/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, issue_id: int) -> str:
    """Delete it."""
    actions.remove(session, actor, issue_id)
    return _("Deleted.")
