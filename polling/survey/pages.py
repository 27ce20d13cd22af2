"""The survey, for each role."""

from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from polling.access import Actor
from polling.i18n import lazy
from polling.setup.seen import mark
from polling.survey import queries
from polling.survey.asking import asked, fingerprint
from polling.survey.charts import chart
from polling.workshop.models import Workshop
from polling.workshop_file.schema import Settings
from polling.workshop_file.survey import CHOICES, deciding

PARTS = ("answers", "tags", "questions")
KINDS = {
    "scale": lazy("a scale"),
    "yes_no": lazy("yes or no"),
    "single": lazy("one of several"),
    "multiple": lazy("any of several"),
    "ranking": lazy("the best of several, in order"),
    "matrix": lazy("a mark for each of several"),
    "text": lazy("in their own words"),
}


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The form, for as long as the survey is open."""
    voter, questions = actor.participant_id or 0, asked(workshop)
    return {
        "questions": questions,
        "form_key": fingerprint(questions),
        "has_answered": queries.has_answered(session, workshop.id, voter),
    }


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """How many have answered."""
    return _turnout(session, workshop)


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The invitation, with the QR code for those who have closed their page."""
    return _turnout(session, workshop) | {"qr": url_for("people.qr_code", code=workshop.code)}


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The response rate and the answers, or the questions."""
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    part = request.args.get("part")
    return _turnout(session, workshop) | {
        "part": part if part in PARTS else PARTS[0],
        "smallest": smallest,
        "tallies": queries.tallies(session, workshop),
        "kinds": KINDS,
        "choices": CHOICES,
        "mark": mark,
        "chart": chart,
        "deciding": deciding,
        "written": queries.written,
    }


def _turnout(session: Session, workshop: Workshop) -> dict[str, Any]:
    return {
        "answered": queries.answered(session, workshop.id),
        "present": queries.may_answer(session, workshop.id),
    }
