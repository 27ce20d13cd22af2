"""What a group reads back to its members, and how they stand to it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.read_back.agreement import RecommendationAgreement, agreements_of
from polling.recommendations.models import Recommendation


@dataclass(frozen=True)
class ReadBack:
    """The recommendations in reading order, the one that is `reading` now, and standings by id.

    `unread` is how many nobody has marked as they read now, `opposed` how many somebody cannot
    live with.
    """

    order: list[Recommendation]
    reading: Recommendation | None
    standings: dict[int, RecommendationAgreement]
    unread: int
    opposed: int


def read_back(session: Session, group: Group) -> ReadBack:
    """The state of reading back. A member's page adds their marks (`agreement.as_seen_by`)."""
    order = queries.written_by(session, group)
    standings = agreements_of(session, group, order)
    return ReadBack(
        order=order,
        reading=reading_now(group, order),
        standings=standings,
        unread=sum(not standing.said for standing in standings.values()),
        opposed=sum(bool(standing.counts["cannot"]) for standing in standings.values()),
    )


def reading_now(group: Group, order: list[Recommendation]) -> Recommendation | None:
    """What is being read; the first again if that was deleted."""
    if group.reading_back_id is None or not order:
        return None
    return next((one for one in order if one.id == group.reading_back_id), order[0])
