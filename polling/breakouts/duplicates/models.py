"""What was decided, or is being asked, about two recommendations that say nearly the same."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import PartsColumns
from polling.workshop.models import Issue

KEPT, ASKED, DECLINED, MERGED = "kept", "asked", "declined", "merged"
OPEN = frozenset({ASKED, DECLINED})  # an organizer can still decide


class MergeAnswer(Base):
    """What one member answers in their group; without a participant, its facilitator for it."""

    __tablename__ = "merge_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("merge_proposal.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), default=None
    )
    agrees: Mapped[bool]


class MergeProposal(PartsColumns, Base):
    """One pair of recommendations, the older first, with the text that could replace both.

    The groups that wrote them answer each for itself; None is no answer yet. `state` is one of
    those above.
    """

    __tablename__ = "merge_proposal"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    first_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(default=KEPT)
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), default=None
    )
    first_agrees: Mapped[bool | None] = mapped_column(default=None)
    second_agrees: Mapped[bool | None] = mapped_column(default=None)

    first: Mapped[Recommendation] = relationship(foreign_keys=first_id)
    second: Mapped[Recommendation] = relationship(foreign_keys=second_id)
    issue: Mapped[Issue | None] = relationship()

    @property
    def both(self) -> tuple[Recommendation, Recommendation]:
        """The two recommendations."""
        return self.first, self.second

    @property
    def original(self) -> str:
        """Empty: the proposed sentence is always composed of its parts."""
        return ""

    def keeps(self, one: Recommendation) -> bool:
        """Whether one of the two already has the proposed text."""
        return one.issue_id == self.issue_id and one.wording.composed == self.wording

    @property
    def is_agreed(self) -> bool:
        """Whether all groups that are asked agree.

        A group whose text stays the same is not asked.
        """
        answers = zip(self.both, (self.first_agrees, self.second_agrees), strict=True)
        return all(agrees or self.keeps(one) for one, agrees in answers)

    def answer_of(self, group_id: int) -> bool | None:
        """What a group has answered; where it wrote both, one answer is for both."""
        return self.first_agrees if self.first.group_id == group_id else self.second_agrees
