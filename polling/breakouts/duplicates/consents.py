"""What a group answers: its facilitator's word, or that of more than half of its members.

No member speaks for the others. A group agrees when more than half of its members do, and declines
when so many decline that this cannot come about any more. Whoever facilitates it can answer for it.
Everybody can take their answer back until the two are settled; then the single answers are erased.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates.models import MergeAnswer, MergeProposal
from polling.breakouts.models import Group


@dataclass(frozen=True)
class Answers:
    """What has been answered in one group; `own` is the viewer's, `facilitator` that for all."""

    members: int
    agree: int
    decline: int
    facilitator: bool | None = None
    own: bool | None = None

    @property
    def needed(self) -> int:
        """How many members agree for their group."""
        return self.members // 2 + 1

    @property
    def group(self) -> bool | None:
        """What the group answers; None as long as it is open."""
        if self.facilitator is not None:
            return self.facilitator
        if self.agree >= self.needed:
            return True
        return False if self.decline and self.decline > self.members - self.needed else None


def answers(
    session: Session, pair: MergeProposal, group: Group, viewer: int | None = None
) -> Answers:
    """What the group's facilitator and those who are its members now have answered."""
    query = select(MergeAnswer).filter_by(proposal_id=pair.id, group_id=group.id)
    said = {one.participant_id: one.agrees for one in session.scalars(query)}
    members = [person.id for person in breakouts.members_of(session, group)]
    of_members = [said[person] for person in members if person in said]
    return Answers(
        members=len(members),
        agree=sum(of_members),
        decline=len(of_members) - sum(of_members),
        facilitator=said.get(None),
        own=said.get(viewer),
    )
