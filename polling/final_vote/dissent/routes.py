"""Dissent notes: from a phone, and what organizers decide about them."""

from typing import Any

from flask import Blueprint, current_app, jsonify
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries as contests
from polling.contests.models import Contest
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.final_vote.dissent import actions as dissent
from polling.final_vote.dissent.payloads import Admission, Dissent, Shortening
from polling.web.commands import command

blueprint = Blueprint("dissent", __name__)
CONSOLE = "/console/<code>/final-vote/<contest_id>/dissent"


@blueprint.post("/w/<code>/dissent")
@allow(Role.PARTICIPANT)
def write(code: str) -> Any:
    """Keep a note on a revealed result, or take it back."""
    given = web.parse(Dissent)
    with transaction() as session:
        kept = dissent.write(session, current_app.config["SECRET_KEY"], web.actor(), given)
    return jsonify(kept)


@command(blueprint, CONSOLE, Role.ORGANIZER)
def moderate(session: Session, actor: Actor, said: Admission, contest_id: str) -> None:
    """Show a note with the result, or leave it out."""
    contest = _one(session, contest_id)
    dissent.moderate(session, actor, contest, key=said.key, shown=said.shown)


@command(blueprint, f"{CONSOLE}/shorten", Role.ORGANIZER)
def take_out(session: Session, actor: Actor, said: Shortening, contest_id: str) -> None:
    """Take a name out of a note."""
    contest = _one(session, contest_id)
    dissent.take_out(session, actor, contest, key=said.key, words=said.words)


def _one(session: Session, contest_id: str) -> Contest:
    return contests.contest(session, web.actor().workshop_id, contest_id, *dissent.KINDS)
