"""The questions asked at joining."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import joining_questions as actions
from polling.setup.forms import AttributeText, JoiningQuestion, Step
from polling.web.commands import command

blueprint = Blueprint("joining", __name__, url_prefix="/console/<code>/setup/attributes")


@command(blueprint, "", Role.ORGANIZER)
def add(session: Session, actor: Actor, label: JoiningQuestion) -> str:
    """Add a custom question."""
    actions.add(session, actor, label=label.label)
    return _("Added.")


@command(blueprint, "/usual/<key>", Role.ORGANIZER)
def add_usual(session: Session, actor: Actor, key: str) -> str:
    """Add one of the default questions."""
    actions.add_usual(session, actor, key)
    return _("Added.")


@command(blueprint, "/<key>", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: AttributeText, key: str) -> str:
    """Save a question."""
    actions.edit(session, actor, key, text)
    return _("Saved.")


@command(blueprint, "/<key>/move", Role.ORGANIZER)
def move(session: Session, actor: Actor, step: Step, key: str) -> None:
    """Move a question one place up or down."""
    actions.move(session, actor, key, step.direction)


@command(blueprint, "/<key>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, key: str) -> str:
    """Delete a question."""
    actions.remove(session, actor, key)
    return _("Deleted.")
