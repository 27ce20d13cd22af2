"""The final vote: one contest a theme over the groups' recommendations."""

from sqlalchemy.orm import Session

from polling.workshop.models import Workshop


def prepare(session: Session, workshop: Workshop) -> None:
    """A contest for each theme."""
