"""Queries for all recommendations of a workshop."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from polling.core.query_cache import loaded_once
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue, Theme


@loaded_once
def everything(session: Session, workshop_id: int) -> list[Recommendation]:
    """Return all recommendations, including deleted and merged ones, with their groups.

    Ordered by theme, issue and position.
    """
    query = (
        select(Recommendation)
        .join(Recommendation.issue)
        .join(Issue.theme)
        .where(Theme.workshop_id == workshop_id)
        .order_by(Theme.position, Issue.priority, Issue.position)
        .order_by(Recommendation.position, Recommendation.id)
        .options(contains_eager(Recommendation.issue), joinedload(Recommendation.group))
    )
    return list(session.scalars(query))
