"""How far the members of a group agree with its recommendations, without names, and its read-back.

A mark applies to one wording. When the sentence changes, its marks no longer count. Until then, a
mark counts in the group where it was given, even if its author is removed or moved: otherwise, the
counts before and after would disclose it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.core.db import among
from polling.core.query_cache import loaded_once
from polling.people.models import Participant
from polling.people.queries import present_by_group
from polling.recommendations.agreement import STANCES, Agreement, Reason
from polling.recommendations.models import AgreementMark, Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.sentence import sentence_digest


@dataclass(frozen=True)
class OwnMark:
    """One member's stance on a recommendation, in the wording that they read."""

    recommendation_id: int
    stance: str
    reason: str
    wording: str


def own_marks(session: Session, people: Sequence[Participant]) -> dict[int, tuple[OwnMark, ...]]:
    """Return the marks of each of these people in groups, by participant id."""
    wanted = {person.id for person in people}
    query = select(AgreementMark).where(among(AgreementMark.participant_id, [*wanted]))
    found: dict[int, tuple[OwnMark, ...]] = {}
    for row in session.scalars(query.order_by(AgreementMark.recommendation_id)):
        if row.participant_id in wanted:
            mark = OwnMark(row.recommendation_id, row.stance, row.reason, row.wording_digest)
            found[row.participant_id] = (*found.get(row.participant_id, ()), mark)
    return found


@dataclass
class RecommendationAgreement:
    """A group's agreement with the current wording of one recommendation.

    `members` is the number of present members or, if this is higher, of marks: it must not tell
    whether somebody who has left had marked it. `counts` are marks by stance. `reasons` are
    (stance, text) in an order that does not disclose authors. `own` is the viewer's stance, and
    `changed` tells whether the sentence has changed since.
    """

    members: int
    wording: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STANCES, 0))
    reasons: list[tuple[str, str]] = field(default_factory=list)
    own: str = ""
    own_reason: str = ""
    changed: bool = False

    @property
    def said(self) -> int:
        """The number of members who have marked it."""
        return sum(self.counts.values())


def agreements_of(
    session: Session,
    group: Group,
    recommendations: Iterable[Recommendation],
) -> dict[int, RecommendationAgreement]:
    """Return a group's agreement with each recommendation."""
    members = len(queries.members_of(session, group))
    marks = _by_recommendation(_given_in(session, (group.id,)))
    return {one.id: _standing(one, members, marks[one.id]) for one in recommendations}


@loaded_once
def _given_in(session: Session, groups: tuple[int, ...]) -> list[AgreementMark]:
    """Return all marks that were given in these groups."""
    query = select(AgreementMark).where(AgreementMark.group_id.in_(groups))
    return list(session.scalars(query))


def _by_recommendation(marks: Iterable[AgreementMark]) -> dict[int, list[AgreementMark]]:
    found: dict[int, list[AgreementMark]] = defaultdict(list)
    for mark in marks:
        found[mark.recommendation_id].append(mark)
    return found


def _standing(
    one: Recommendation, members: int, marks: Iterable[AgreementMark]
) -> RecommendationAgreement:
    """Return the agreement with a recommendation, given its marks, of this many members."""
    wording = sentence_digest(one)
    counted = [mark for mark in marks if mark.wording_digest == wording]
    standing = RecommendationAgreement(max(members, len(counted)), wording)
    for mark in counted:
        standing.counts[mark.stance] += 1
        if mark.reason:
            standing.reasons.append((mark.stance, mark.reason))
    standing.reasons.sort()
    return standing


def agreements(session: Session, workshop_id: int) -> dict[int, Agreement]:
    """Return groups' agreement with their recommendations, by id, where there are marks.

    Members of all groups that helped to write a recommendation count.
    An imported agreement counts while the wording is unchanged, and until somebody marks it here.
    """
    authors = queries.author_groups(session, workshop_id)
    members = present_by_group(session, workshop_id)
    groups = tuple(group.id for group in queries.groups(session, workshop_id))
    marks = _by_recommendation(
        mark
        for mark in _given_in(session, groups)
        if mark.group_id in authors[mark.recommendation_id]
    )
    found: dict[int, Agreement] = {}
    for one in everything(session, workshop_id):
        here = sum(members[group] for group in authors[one.id])
        standing = _standing(one, here, marks[one.id])
        agreement = _agreement(standing) if standing.said else _of_its_file(one)
        if agreement:
            found[one.id] = agreement
    return found


def _agreement(standing: RecommendationAgreement) -> Agreement:
    reasons = [
        Reason.model_validate({"stance": stance, "text": words})
        for stance, words in standing.reasons
    ]
    return Agreement(members=standing.members, reasons=reasons, **standing.counts)


def as_it_came(one: Recommendation, agreement: Agreement) -> dict[str, Any]:
    """Return the agreement as stored in `imported_agreement`."""
    return {"wording": sentence_digest(one), "agreement": agreement.model_dump()}


def _of_its_file(one: Recommendation) -> Agreement | None:
    """Return the imported agreement, if the sentence is unchanged."""
    found = one.imported_agreement
    if found is None or found["wording"] != sentence_digest(one):
        return None
    return Agreement.model_validate(found["agreement"])


def as_seen_by(
    standings: Mapping[int, RecommendationAgreement], marks: Iterable[OwnMark]
) -> dict[int, RecommendationAgreement]:
    """Add one member's marks to a group's agreement."""
    seen = dict(standings)
    for mark in marks:
        if standing := standings.get(mark.recommendation_id):
            current = mark.wording == standing.wording
            seen[mark.recommendation_id] = replace(
                standing,
                own=mark.stance if current else "",
                own_reason=mark.reason,
                changed=not current,
            )
    return seen


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
    """Return the state of the read-back. `as_seen_by` adds a member's marks."""
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
