"""What a group reads back: the order, what is read now, and how its members stand to it."""

from typing import Any

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.read_back.agreement import agreements_of
from polling.recommendations.models import Recommendation


def read_back(session: Session, group: Group, viewer: int | None = None) -> dict[str, Any]:
    """What pages show of it.

    {"order": what there is to read, "reading": what is read now, "standings": by recommendation
    id, "unread": how many nobody has marked as they read now, "opposed": how many somebody cannot
    live with}. `viewer` is a participant who sees their own marks.
    """
    order = queries.written_by(session, group)
    standings = agreements_of(session, group, order, viewer)
    return {
        "order": order,
        "reading": reading_now(group, order),
        "standings": standings,
        "unread": sum(not standing.said for standing in standings.values()),
        "opposed": sum(bool(standing.counts["cannot"]) for standing in standings.values()),
    }


def reading_now(group: Group, order: list[Recommendation]) -> Recommendation | None:
    """What is being read; the first again if that was deleted."""
    if group.reading_back_id is None or not order:
        return None
    return next((one for one in order if one.id == group.reading_back_id), order[0])
