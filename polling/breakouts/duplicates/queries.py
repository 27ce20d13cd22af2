"""The pairs to look at, what is being asked, and what was decided."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from polling import stages
from polling.breakouts import queries as breakouts
from polling.breakouts.drafting.write_access import is_voted_on
from polling.breakouts.duplicates.models import MERGED, OPEN, MergeProposal
from polling.breakouts.models import Group
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.text_diff import Piece, pieces
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.recommendations.similarity import near_duplicates
from polling.workshop.models import Workshop

# Before, there is nothing to compare; afterwards, people vote on what is there.


def is_reviewing(session: Session, workshop: Workshop) -> bool:
    """Whether recommendations can be reviewed now."""
    return bool(stages.BY_KEY[workshop.stage].drafters) and not is_voted_on(session, workshop)


@dataclass(frozen=True)
class SimilarPair:
    """Two recommendations that nobody has decided on; `percent` is None for a pair by hand."""

    first: Recommendation
    second: Recommendation
    percent: int | None

    @property
    def both(self) -> tuple[Recommendation, Recommendation]:
        """The two of them."""
        return self.first, self.second

    def beside(self, one: Recommendation) -> "SimilarPair":
        """The same pair, this one of them first."""
        return self if one is self.first else SimilarPair(self.second, self.first, self.percent)

    @property
    def difference(self) -> list[Piece]:
        """How the second reads beside the first."""
        return pieces(sentence(self.first), sentence(self.second))


def alike(session: Session, workshop_id: int) -> list[SimilarPair]:
    """The pairs that say nearly the same and wait to be looked at, the most alike first."""
    written = {one.id: one for one in breakouts.written(session, workshop_id)}
    known = mergings(session, workshop_id)
    settled = {_ids(one) for one in known} | _asked_to_become_one(known)
    found = near_duplicates({key: sentence(one) for key, one in written.items()})
    return [
        SimilarPair(written[first], written[second], round(pair.likeness))
        for pair in found
        if (ids := in_order(pair.first, pair.second)) not in settled
        for first, second in [ids]
    ]


def _asked_to_become_one(known: list[MergeProposal]) -> set[tuple[int, int]]:
    """The pairs of those that may all be replaced by the same one."""
    asked: dict[int, set[int]] = defaultdict(set)
    for one in known:
        if one.state in OPEN:
            asked[one.first_id].add(one.second_id)
            asked[one.second_id].add(one.first_id)
    return {in_order(*two) for others in asked.values() for two in combinations(others, 2)}


def mergings(session: Session, workshop_id: int) -> list[MergeProposal]:
    """Whatever was asked or decided, the newest first."""
    query = (
        select(MergeProposal)
        .where(MergeProposal.workshop_id == workshop_id)
        .order_by(MergeProposal.id.desc())
        .options(joinedload(MergeProposal.first), joinedload(MergeProposal.second))
    )
    return list(session.scalars(query))


def merging(session: Session, workshop_id: int, merging_id: int) -> MergeProposal:
    """One pair of this workshop."""
    found = session.get(MergeProposal, merging_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This pair is no longer there."))
    return found


def of_pair(session: Session, first: int, second: int) -> MergeProposal | None:
    """What was asked or decided about these two."""
    query = select(MergeProposal).where(
        MergeProposal.first_id == first, MergeProposal.second_id == second
    )
    return session.scalar(query)


def asked(session: Session, group: Group) -> list[MergeProposal]:
    """What a group is asked about its recommendations."""
    # Each page of the breakouts asks this: aliases would be made anew each time, which costs more.
    own = select(Recommendation.id).where(Recommendation.group_id == group.id)
    mine = or_(MergeProposal.first_id.in_(own), MergeProposal.second_id.in_(own))
    query = select(MergeProposal).where(MergeProposal.state.in_(OPEN), mine)
    return list(session.scalars(query.order_by(MergeProposal.id)))


def result(session: Session, settled: MergeProposal) -> Recommendation | None:
    """What two recommendations became, if they were merged: a new one, or one of them."""
    if settled.state != MERGED:
        return None
    one, other = settled.both
    kept = [each for each, gone in ((one, other), (other, one)) if gone.merged_into_id == each.id]
    if kept or one.merged_into_id is None:
        return kept[0] if kept else None
    return session.get(Recommendation, one.merged_into_id)


def in_order(one: int, other: int) -> tuple[int, int]:
    """A pair has one order: the older first."""
    return min(one, other), max(one, other)


def _ids(one: MergeProposal) -> tuple[int, int]:
    return one.first_id, one.second_id
