"""How far the members of a group agree with its recommendations, without names, and its read-back.

A mark applies to one wording. When the sentence changes, its marks no longer count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.core.i18n import lazy
from polling.core.query_cache import loaded_once
from polling.people.models import Participant
from polling.people.queries import everybody
from polling.recommendations.agreement import Agreement, Reason
from polling.recommendations.models import AgreementMark, Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.sentence import sentence_digest

STANCES = {
    "agree": lazy("Fully agree"),
    "reservations": lazy("Agree, with reservations"),
    "cannot": lazy("Cannot live with it"),
}


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
    found: dict[int, tuple[OwnMark, ...]] = {}
    for row in _of_members(session, queries.groups_of(people)):
        if row.participant_id in wanted:
            mark = OwnMark(row.recommendation_id, row.stance, row.reason, row.wording_digest)
            found[row.participant_id] = (*found.get(row.participant_id, ()), mark)
    return found


@loaded_once
def _of_members(session: Session, groups: tuple[int, ...]) -> list[AgreementMark]:
    """Return all marks of the members of these groups, including removed people."""
    query = select(AgreementMark).join(Participant, Participant.id == AgreementMark.participant_id)
    chosen = query.where(Participant.group_id.in_(groups))
    return list(session.scalars(chosen.order_by(AgreementMark.recommendation_id)))


@dataclass
class RecommendationAgreement:
    """A group's agreement with the current wording of one recommendation.

    `counts` are members by stance. `reasons` are (stance, text) in an order that does not disclose
    authors. `own` is the viewer's stance, and `changed` tells whether the sentence has changed
    since.
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
    """Return the agreement of a group's current members with each recommendation."""
    members = {person.id for person in queries.members_of(session, group)}
    marks = _of_members(session, (group.id,))
    return _standings([(one, members) for one in recommendations], marks)


def _standings(
    asked: Sequence[tuple[Recommendation, set[int]]], marks: Iterable[AgreementMark]
) -> dict[int, RecommendationAgreement]:
    """Return the agreement of members, given by id, with each recommendation."""
    members_of = {one.id: members for one, members in asked}
    found = {
        one.id: RecommendationAgreement(len(members), sentence_digest(one))
        for one, members in asked
    }
    for mark in marks:
        if mark.participant_id in members_of.get(mark.recommendation_id, ()):
            _count(found[mark.recommendation_id], mark)
    for standing in found.values():
        standing.reasons.sort()
    return found


def agreements(session: Session, workshop_id: int) -> dict[int, Agreement]:
    """Return groups' agreement with their recommendations, by id, where there are marks.

    Members of all groups that helped to write a recommendation count.
    An imported agreement counts while the wording is unchanged, and until somebody marks it here,
    even if that person is removed.
    """
    written = everything(session, workshop_id)
    authors = queries.author_groups(session, workshop_id)
    members: dict[int, set[int]] = defaultdict(set)
    for person in everybody(session, workshop_id):
        if person.group_id is not None:
            members[person.group_id] |= set() if person.removed else {person.id}
    marks = _of_members(session, tuple(sorted(members)))
    marked = {(mark.recommendation_id, mark.wording_digest) for mark in marks}
    found = {
        one.id: came
        for one in written
        if (came := _of_its_file(one)) and (one.id, sentence_digest(one)) not in marked
    }
    standings = _standings(
        [(one, set().union(*(members[group] for group in authors[one.id]))) for one in written],
        marks,
    )
    return found | {one: _agreement(each) for one, each in standings.items() if each.said}


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


def _count(standing: RecommendationAgreement, mark: AgreementMark) -> None:
    if mark.wording_digest == standing.wording:
        standing.counts[mark.stance] += 1
        if mark.reason:
            standing.reasons.append((mark.stance, mark.reason))


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
