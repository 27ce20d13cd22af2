"""Who has answered, in numbers, and what was answered. Nothing links the two."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.survey.asking import asked
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.survey.tally import Tally, tally
from polling.workshop.models import Workshop


def answered(session: Session, workshop_id: int) -> int:
    """How many people have sent their answers."""
    chosen = select(func.count()).where(SurveyTurnout.workshop_id == workshop_id)
    return session.scalar(chosen) or 0


def has_answered(session: Session, workshop_id: int, participant_id: int) -> bool:
    """Whether this participant has sent theirs."""
    return session.get(SurveyTurnout, (workshop_id, participant_id)) is not None


def tallies(session: Session, workshop: Workshop) -> list[Tally]:
    """The answers to each question, counted; in the order of the questions."""
    chosen = select(SurveyResponse.answers).where(SurveyResponse.workshop_id == workshop.id)
    # In the order of their keys, which tells nothing of when they came.
    responses = list(session.scalars(chosen.order_by(SurveyResponse.key)))
    return [tally(question, responses) for question in asked(workshop)]
