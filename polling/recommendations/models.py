"""Models: recommendations, their earlier versions, and members' agreement."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.clock import now
from polling.core.db import Base
from polling.recommendations.wording import WordingColumns
from polling.workshop.models import Issue

if TYPE_CHECKING:
    from polling.breakouts.models import Group


class Recommendation(WordingColumns, Base):
    """[actors] should [action], [by], with a rationale. A deleted recommendation is only hidden.

    - `original`: the imported sentence, printed unchanged until somebody edits a part.
    - `merged_from`: the hidden recommendations that were merged into this one.
    - `split_from`: the sentence from which this one was split.
    - `print_override`: an organizer's choice to print it or not; None follows the report's rule.
    - `print_wording`: another wording for print, not voted on (`workshop_file.schema.PrintedAs`).
    - `imported_agreement`: the group's agreement from the imported file, with the digest of the
      wording to which it applied.
    """

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="SET NULL"), default=None, index=True
    )
    position: Mapped[int]
    reference: Mapped[str] = mapped_column(default="")
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("recommendation.id", ondelete="SET NULL"), default=None, index=True
    )
    split_from: Mapped[str] = mapped_column(default="")
    print_override: Mapped[bool | None] = mapped_column(default=None)  # None: the report's rule
    # A `PrintWording`, edited after the vote.
    print_wording: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None
    )
    imported_agreement: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    group: Mapped["Group | None"] = relationship(back_populates="recommendations")
    issue: Mapped[Issue] = relationship()
    merged_from: Mapped[list["Recommendation"]] = relationship(order_by="Recommendation.id")

    def with_parts(self) -> Iterator["Recommendation"]:
        """Return this recommendation, then all that were merged into it, directly or not."""
        yield self
        for part in self.merged_from:
            yield from part.with_parts()

    @property
    def author_groups(self) -> list[int]:
        """The groups that helped to write it: its own, then those of the merged texts."""
        return list(dict.fromkeys(part.group_id for part in self.with_parts() if part.group_id))


class DraftVersion(WordingColumns, Base):
    """The text of a recommendation after a burst of writing by its `authors`.

    `authors` are the members' labels in the group; they are erased once drafting has ended.
    `restored_from` is the time of the version that this one restored. `min_length` and
    `max_length`, in characters, show when enough text was removed to start a new version.
    """

    __tablename__ = "draft_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    authors: Mapped[list[str]] = mapped_column(default=list)
    began_at: Mapped[datetime] = mapped_column(default=now)
    at: Mapped[datetime] = mapped_column(default=now)
    deleted: Mapped[bool] = mapped_column(default=False)
    restored_from: Mapped[datetime | None] = mapped_column(default=None)
    min_length: Mapped[int] = mapped_column(default=0)
    max_length: Mapped[int] = mapped_column(default=0)


class AgreementMark(Base):
    """How far a member agrees with a recommendation of their group. Never shown by name.

    `wording_digest` is the digest of the sentence that was marked; a changed sentence needs a new
    mark. `group_id` is the group of the member when they marked this wording.
    """

    __tablename__ = "agreement_mark"

    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True
    )
    stance: Mapped[str]  # "agree", "reservations" or "cannot"
    reason: Mapped[str] = mapped_column(default="")
    wording_digest: Mapped[str]
