"""Who has answered, in numbers, and what was answered. Nothing links the two."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.survey.models import SurveyResponse, SurveyTurnout


def answered(session: Session, workshop_id: int) -> int:
    """How many people have sent their answers."""
    chosen = select(func.count()).where(SurveyTurnout.workshop_id == workshop_id)
    return session.scalar(chosen) or 0


def has_answered(session: Session, workshop_id: int, participant_id: int) -> bool:
    """Whether this participant has sent theirs."""
    return session.get(SurveyTurnout, (workshop_id, participant_id)) is not None


def responses(session: Session, workshop_id: int) -> list[dict[str, Any]]:
    """All sets of answers, in no order that tells when they came."""
    chosen = select(SurveyResponse.answers).where(SurveyResponse.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(SurveyResponse.key)))
