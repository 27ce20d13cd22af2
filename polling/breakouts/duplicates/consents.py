"""A group's answer to a merger: its facilitator's, or that of more than half of its members.

A group agrees when more than half of its members agree. It declines when so many decline that this
has become impossible. Its facilitator can answer for the group. Answers can be withdrawn until the
merger is settled; then the individual answers are erased. An answer counts in the group where it
was given, even if its author is removed or moved: otherwise, the counts before and after would
disclose it.
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
    """The answers in one group; `own` is the viewer's, and `facilitator` the one for the group.

    `members` is the number of present members or, if this is higher, of answers.
    """

    members: int
    agree: int
    decline: int
    facilitator: bool | None = None
    own: bool | None = None

    @property
    def needed(self) -> int:
        """Return the number of members that must agree."""
        return self.members // 2 + 1

    @property
    def group(self) -> bool | None:
        """Return the group's answer; None while it is open."""
        if self.facilitator is not None:
            return self.facilitator
        if self.agree >= self.needed:
            return True
        return False if self.decline and self.decline > self.members - self.needed else None


def answers(session: Session, pair: MergeProposal, group: Group) -> Answers:
    """Return the answers of the group's facilitator and members."""
    found = (said for one, said in queries.asked(session, (group.id,)) if one is pair)
    return count(group, next(found, []), len(breakouts.members_of(session, group)))


def count(group: Group, said: Iterable[MergeAnswer], members: int) -> Answers:
    """Count the answers `said` in a group, which now has this many `members`."""
    given = {one.participant_id: one.agrees for one in said if one.group_id == group.id}
    facilitator = given.pop(None, None)
    agree = sum(given.values())
    return Answers(max(members, len(given)), agree, len(given) - agree, facilitator)
