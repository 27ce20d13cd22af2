"""Answering the survey, and the organizer's buttons for it."""

from typing import Any

from flask import Blueprint, current_app, jsonify

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.survey import actions
from polling.survey.payloads import Answers

blueprint = Blueprint("survey", __name__)


@blueprint.post("/w/<code>/survey")
@allow(Role.PARTICIPANT)
def answer(code: str) -> Any:
    """Count one set of answers; sent again, it replaces itself."""
    given = http.parse(Answers)
    with transaction() as session:
        counted = actions.answer(session, current_app.config["SECRET_KEY"], http.actor(), given)
    return jsonify(counted)
