"""What is asked of single people's seats."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts.models import SeatingRule


def rules(session: Session, workshop_id: int) -> list[SeatingRule]:
    """What is asked, in the order in which it was."""
    query = select(SeatingRule).where(SeatingRule.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(SeatingRule.id)))
