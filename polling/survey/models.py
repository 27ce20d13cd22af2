"""Survey answers: respondents and answers are stored separately, like ballots."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base


class SurveyTurnout(Base):
    """A person has answered. There is no time and no link to the answers."""

    __tablename__ = "survey_turnout"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )


class SurveyResponse(Base):
    """One set of answers, by question key, under the HMAC of the phone's receipt.

    `revision` counts how often they were sent, until the close makes it equal for all
    (`contests.casting.idempotency`).
    `shown` are the answers that the organizers and the report see; None if none has been released
    (`actions.showing`).
    """

    __tablename__ = "survey_response"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)


class AnswerTag(Base):
    """A tag of a free-text answer, for all who wrote the same text: `digest` is the text's hash.

    So no old copy of a text remains after its author changes it.
    """

    __tablename__ = "answer_tag"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
