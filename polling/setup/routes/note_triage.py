"""Routes for sorting one note."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import note_triage
from polling.setup.forms import NewIssue, SetAside, ToIssue
from polling.web.commands import command

blueprint = Blueprint(
    "note_triage", __name__, url_prefix="/console/<code>/setup/notes/<int:note_id>"
)


@command(blueprint, "/issue", Role.ORGANIZER)
def make_issue(session: Session, actor: Actor, wanted: NewIssue, note_id: int) -> str:
    """Create an issue from the note."""
    note_triage.make_issue(session, actor, note_id, wanted)
    return _("Added.")


@command(blueprint, "/add", Role.ORGANIZER)
def add_to(session: Session, actor: Actor, target: ToIssue, note_id: int) -> str:
    """Add the note to an issue."""
    note_triage.add_to(session, actor, note_id, target.issue)
    return _("Added.")


@command(blueprint, "/aside", Role.ORGANIZER)
def set_aside(session: Session, actor: Actor, reason: SetAside, note_id: int) -> str:
    """Dismiss the note."""
    note_triage.set_aside(session, actor, note_id, reason.reason)
    return _("Set aside")


@command(blueprint, "/again", Role.ORGANIZER)
def sort_again(session: Session, actor: Actor, note_id: int) -> str:
    """Mark the note as unsorted again."""
    note_triage.sort_again(session, actor, note_id)
    return _("Moved.")
