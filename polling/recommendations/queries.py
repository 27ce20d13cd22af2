"""Queries for all recommendations of a workshop."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from polling.core.query_cache import loaded_once
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue, Theme
from polling.workshop.queries import themes


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
        .options(joinedload(Recommendation.group))
    )
    # Most pages have loaded the issues, so rows need not repeat them.
    issues = {one.id: one for theme in themes(session, workshop_id) for one in theme.issues}
    found = list(session.scalars(query))
    for one in found:
        if issue := issues.get(one.issue_id):
            set_committed_value(one, "issue", issue)
    return found
