"""Routes for answering the survey, and for the organizers' forms."""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.core.shared_transactions import Rows
from polling.setup.forms import Step
from polling.survey.actions import answering as actions
from polling.survey.actions import editing, showing, tagging
from polling.survey.forms import Answers, NewQuestion, NewTag, QuestionText, TagName, TagOfAnswer
from polling.web.commands import command

blueprint = Blueprint("survey", __name__)


def _rows_of_answers(actor: Actor, answers: Answers) -> Rows:
    return actions.rows_of_answers(current_app.config["SECRET_KEY"], actor, answers)


@command(blueprint, "/w/<code>/survey", Role.PARTICIPANT, together=_rows_of_answers)
def answer(session: Session, actor: Actor, answers: Answers) -> Response:
    """Store one set of answers. Sending it again changes nothing."""
    return jsonify(actions.answer(session, current_app.config["SECRET_KEY"], actor, answers))


@command(blueprint, "/console/<code>/survey/open", Role.ORGANIZER)
def open_it(session: Session, actor: Actor) -> None:
    """Open the survey to everybody, at any stage."""
    editing.set_open(session, actor, is_open=True)


@command(blueprint, "/console/<code>/survey/close", Role.ORGANIZER)
def close_it(session: Session, actor: Actor) -> None:
    """Close the survey."""
    editing.set_open(session, actor, is_open=False)


@command(blueprint, "/console/<code>/survey/questions/<key>/show", Role.ORGANIZER)
def show(session: Session, actor: Actor, key: str) -> None:
    """Show the answers to a question on the screen."""
    showing.show(session, actor, key)


@command(blueprint, "/console/<code>/survey/hide", Role.ORGANIZER)
def hide(session: Session, actor: Actor) -> None:
    """Remove the answers from the screen."""
    showing.hide(session, actor)


@command(blueprint, "/console/<code>/survey/questions", Role.ORGANIZER)
def add(session: Session, actor: Actor, new: NewQuestion) -> str:
    """Add a question."""
    editing.add(session, actor, new)
    return _("Added.")


@command(blueprint, "/console/<code>/survey/questions/<key>", Role.ORGANIZER)
def edit(session: Session, actor: Actor, text: QuestionText, key: str) -> str:
    """Save a question's text."""
    editing.edit(session, actor, key, text)
    return _("Saved.")


@command(blueprint, "/console/<code>/survey/questions/<key>/move", Role.ORGANIZER)
def move(session: Session, actor: Actor, step: Step, key: str) -> None:
    """Move a question one place up or down."""
    editing.move(session, actor, key, step.direction)


@command(blueprint, "/console/<code>/survey/questions/<key>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, key: str) -> None:
    """Delete a question."""
    editing.remove(session, actor, key)


@command(blueprint, "/console/<code>/survey/questions/<key>/tags", Role.ORGANIZER)
def tag(session: Session, actor: Actor, new: NewTag, key: str) -> None:
    """Tag answers."""
    tagging.tag(session, actor, key, new)


@command(blueprint, "/console/<code>/survey/questions/<key>/tags/remove", Role.ORGANIZER)
def untag(session: Session, actor: Actor, which: TagOfAnswer, key: str) -> None:
    """Remove a tag from an answer."""
    tagging.untag(session, actor, key, which)


@command(blueprint, "/console/<code>/survey/questions/<key>/tags/rename", Role.ORGANIZER)
def rename_tag(session: Session, actor: Actor, names: TagName, key: str) -> None:
    """Rename a tag."""
    tagging.rename(session, actor, key, names.tag, names.name)
