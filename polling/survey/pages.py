"""The survey, for each role."""

from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.i18n import ngettext
from polling.setup.edit_conflicts import mark
from polling.survey import queries
from polling.survey.form import asked, fingerprint, minutes
from polling.survey.question_types import QUESTION_TYPES
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

PARTS = ("answers", "tags", "questions")


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The form, for as long as the survey is open."""
    voter, questions = actor.participant_id or 0, asked(workshop)
    return _length(workshop) | {
        "questions": questions,
        "form_key": fingerprint(questions),
        "has_answered": queries.has_answered(session, workshop.id, voter),
    }


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """How many have answered."""
    return _turnout(session, workshop) | _length(workshop)


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The invitation, with the QR code for those who have closed their page."""
    shown = _turnout(session, workshop) | _length(workshop)
    return shown | {"qr": url_for("people.qr_code", code=workshop.code)}


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The response rate and the answers, or the questions."""
    smallest = Settings.model_validate(workshop.settings).smallest_cell
    part = request.args.get("part")
    return (
        _turnout(session, workshop)
        | _length(workshop)
        | {
            "part": part if part in PARTS else PARTS[0],
            "smallest": smallest,
            "tallies": queries.tallies(session, workshop),
            "question_types": QUESTION_TYPES,
            "mark": mark,
            "written": queries.written,
        }
    )


def _length(workshop: Workshop) -> dict[str, str]:
    """How many questions there are, and how long they take, in words."""
    questions = asked(workshop)
    return {
        "how_many": ngettext("%(num)s question", "%(num)s questions", len(questions)),
        "how_long": ngettext("about %(num)s minute", "about %(num)s minutes", minutes(questions)),
    }


def _turnout(session: Session, workshop: Workshop) -> dict[str, Any]:
    return {
        "answered": queries.answered(session, workshop.id),
        "present": queries.may_answer(session, workshop.id),
    }
