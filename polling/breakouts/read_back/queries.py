"""Queries for the read-back."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.read_back.agreement import RecommendationAgreement, agreements_of
from polling.recommendations.models import Recommendation


@dataclass(frozen=True)
class ReadBack:
    """The recommendations in reading order, the current one (`reading`), and agreement by id.

    `unread` is the number that nobody has marked in the current wording, and `opposed` the number
    that some member cannot live with.
    """

    order: list[Recommendation]
    reading: Recommendation | None
    standings: dict[int, RecommendationAgreement]
    unread: int
    opposed: int


def read_back(session: Session, group: Group) -> ReadBack:
    """Return the state of the read-back. `agreement.as_seen_by` adds a member's marks."""
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
    """Return the recommendation being read back; the first one if that was deleted."""
    if group.reading_back_id is None or not order:
        return None
    return next((one for one in order if one.id == group.reading_back_id), order[0])
