"""Routes for dissent notes, for phones and organizers."""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries as contests
from polling.contests.models import Contest
from polling.core.access import Actor, Role
from polling.final_vote.dissent import actions as dissent
from polling.final_vote.dissent.forms import Admission, Dissent, Shortening
from polling.web.commands import command

blueprint = Blueprint("dissent", __name__)
CONSOLE = "/console/<code>/final-vote/<contest_id>/dissent"


@command(blueprint, "/w/<code>/dissent", Role.PARTICIPANT)
def write(session: Session, actor: Actor, note: Dissent) -> Response:
    """Store a note on a revealed result, or withdraw it."""
    return jsonify(dissent.write(session, current_app.config["SECRET_KEY"], actor, note))


@command(blueprint, CONSOLE, Role.ORGANIZER)
def moderate(session: Session, actor: Actor, said: Admission, contest_id: str) -> None:
    """Show a note with the result, or hide it."""
    dissent.moderate(session, actor, _one(session, contest_id), said)


@command(blueprint, f"{CONSOLE}/shorten", Role.ORGANIZER)
def take_out(session: Session, actor: Actor, said: Shortening, contest_id: str) -> None:
    """Remove a name from a note."""
    contest = _one(session, contest_id)
    dissent.take_out(session, actor, contest, key=said.key, words=said.words)


def _one(session: Session, contest_id: str) -> Contest:
    return contests.contest(session, web.actor().workshop_id, contest_id, *dissent.KINDS)
