"""Opening the survey and taking answers."""

from sqlalchemy.orm import Session

from polling.workshop.models import Workshop


def open_survey(session: Session, workshop: Workshop) -> None:
    """Let everybody answer, from now on and at any stage."""
    workshop.survey_open = True
