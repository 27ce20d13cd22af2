"""What a group answers: its facilitator's word, or that of more than half of its members.

No member speaks for the others. A group agrees when more than half of its members do, and declines
when so many decline that this cannot come about any more. Whoever facilitates it can answer for it.
Everybody can take their answer back until the two are settled; then the single answers are erased.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.duplicates import queries
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
        """The group's answer; None while it is open."""
        if self.facilitator is not None:
            return self.facilitator
        if self.agree >= self.needed:
            return True
        return False if self.decline and self.decline > self.members - self.needed else None


def answers(session: Session, pair: MergeProposal, group: Group) -> Answers:
    """What the group's facilitator and those who are its members now have answered."""
    found = (said for one, said in queries.asked(session, (group.id,)) if one is pair)
    return count(group, next(found, []), len(breakouts.members_of(session, group)))


def count(group: Group, said: Iterable[MergeAnswer], members: int) -> Answers:
    """The same for the answers `said`, in any group."""
    here = {one.participant_id: one.agrees for one in said if one.group_id == group.id}
    facilitator = here.pop(None, None)
    agree = sum(here.values())
    return Answers(members, agree, decline=len(here) - agree, facilitator=facilitator)
