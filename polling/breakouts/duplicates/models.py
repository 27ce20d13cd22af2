"""Decisions and open questions about near-duplicate recommendations."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import PartsColumns
from polling.workshop.models import Issue

KEPT, ASKED, DECLINED, MERGED = "kept", "asked", "declined", "merged"
OPEN = frozenset({ASKED, DECLINED})  # the organizer can still decide


class MergeAnswer(Base):
    """One member's answer in their group; without a participant, the facilitator's answer."""

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
    """A pair of recommendations, older first, with the text that could replace both.

    Each of their groups answers; None means no answer yet. `state` is one of the constants above.
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
        """Always empty: the proposed sentence is composed of its parts."""
        return ""

    @property
    def stands(self) -> bool:
        """Whether neither recommendation is deleted or merged into another."""
        return all(one.deleted_at is None for one in self.both)

    def keeps(self, one: Recommendation) -> bool:
        """Return whether this one of the two already has the proposed text."""
        return one.issue_id == self.issue_id and one.wording.composed == self.wording

    @property
    def is_agreed(self) -> bool:
        """Whether all groups asked have agreed.

        Groups whose texts do not change are not asked.
        """
        answers = zip(self.both, (self.first_agrees, self.second_agrees), strict=True)
        return all(agrees or self.keeps(one) for one, agrees in answers)

    def answer_of(self, group_id: int) -> bool | None:
        """Return a group's answer. A group that wrote both gives one answer."""
        return self.first_agrees if self.first.group_id == group_id else self.second_agrees
