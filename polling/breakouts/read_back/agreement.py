"""How far the members of a group agree with what it recommends, without anybody's name.

A mark is for a sentence as it read; when the sentence changes, its marks no longer count.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.core.i18n import lazy
from polling.recommendations.agreement import Agreement, Reason
from polling.recommendations.models import AgreementMark, Recommendation
from polling.recommendations.sentence import sentence, sentence_digest

STANCES = {
    "agree": lazy("Fully agree"),
    "reservations": lazy("Agree, with reservations"),
    "cannot": lazy("Cannot live with it"),
}


@dataclass
class RecommendationAgreement:
    """How a group stands to one recommendation as it reads now.

    `counts` are members by stance, `reasons` are (stance, words) in an order that tells nothing;
    `own` is the viewer's stance, and `changed` is whether the sentence is another one since then.
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
        """How many members have marked it."""
        return sum(self.counts.values())


def agreements_of(
    session: Session,
    group: Group,
    recommendations: Iterable[Recommendation],
    viewer: int | None = None,
) -> dict[int, RecommendationAgreement]:
    """How the group's present members stand to each of these recommendations."""
    members = {person.id for person in queries.members_of(session, group)}
    found = {
        one.id: RecommendationAgreement(len(members), sentence_digest(sentence(one)))
        for one in recommendations
    }
    query = select(AgreementMark).where(
        AgreementMark.recommendation_id.in_(found), AgreementMark.participant_id.in_(members)
    )
    for mark in session.scalars(query):
        _count(found[mark.recommendation_id], mark, own=mark.participant_id == viewer)
    for standing in found.values():
        standing.reasons.sort()
    return found


def agreements(session: Session, workshop_id: int) -> dict[int, Agreement]:
    """How groups stand to what they recommend as it reads now, or stood when a file was written:
    by recommendation id, where anybody has marked it."""
    written = queries.everything(session, workshop_id)
    found = {one.id: came for one in written if (came := _of_its_file(one))}
    for group in queries.groups(session, workshop_id):
        own = [one for one in written if one.group_id == group.id]
        standings = agreements_of(session, group, own)
        found |= {one: _agreement(standing) for one, standing in standings.items() if standing.said}
    return found


def _agreement(standing: RecommendationAgreement) -> Agreement:
    reasons = [
        Reason.model_validate({"stance": stance, "text": words})
        for stance, words in standing.reasons
    ]
    return Agreement(members=standing.members, reasons=reasons, **standing.counts)


def as_it_came(one: Recommendation, agreement: Agreement) -> dict[str, Any]:
    """The agreement in the imported file, to be stored as `imported_agreement`."""
    return {"wording": sentence_digest(sentence(one)), "agreement": agreement.model_dump()}


def _of_its_file(one: Recommendation) -> Agreement | None:
    """What its file said, of the sentence that it still is."""
    if one.imported_agreement is None or one.imported_agreement["wording"] != sentence_digest(
        sentence(one)
    ):
        return None
    return Agreement.model_validate(one.imported_agreement["agreement"])


def _count(standing: RecommendationAgreement, mark: AgreementMark, *, own: bool) -> None:
    current = mark.wording_digest == standing.wording
    if current:
        standing.counts[mark.stance] += 1
        if mark.reason:
            standing.reasons.append((mark.stance, mark.reason))
    if own:
        standing.changed = not current
        standing.own = mark.stance if current else ""
        standing.own_reason = mark.reason
