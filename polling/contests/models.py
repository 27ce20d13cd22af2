"""A contest, who is asked and has voted in it, and the ballots. No row links voter and ballot."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base
from polling.privacy.pools import SMALLEST

WAITING, OPEN, CLOSED = "waiting", "open", "closed"
COUNTED, REVEALED = "counted", "revealed"  # both are final: such a vote never opens again
PRACTICE, RANKING, FINAL = "practice", "ranking", "final"
RATING, FINALISTS = "rating", "finalists"  # the two stages of a long final vote
VOTES = (RANKING, FINAL, RATING, FINALISTS)  # what counts: all but the practice ballot


class Contest(Base):
    """One thing to vote on.

    - `rule` and `options` (issue or recommendation ids) are frozen when the contest opens.
    - `electorate_size`: the number of people who could vote at the opening.
    - `pools`: for each sector of the workshop the pooled sector stored on its ballots, the fewest
      people for which numbers are published, and the id of the newest participant at the opening.
    - `turnout`: frozen at the close. Who could vote and how many did, never what they chose.
    - `result`: the tally and outcome. Empty until the ballots are counted at the reveal, so that no
      page and no export can show any of it before.
    - `reopened`: the times, in UTC, at which the closed contest was opened again.
    """

    __tablename__ = "contest"

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: secrets.token_hex(8))
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    theme_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), default=None
    )
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default=WAITING)
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict)
    options: Mapped[list[int]] = mapped_column(default=list)
    electorate_size: Mapped[int] = mapped_column(default=0)
    pools: Mapped[dict[str, Any]] = mapped_column(default=dict)
    turnout: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reopened: Mapped[list[str]] = mapped_column(default=list)
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def smallest(self) -> int:
        """The fewest people of a sector whose numbers are published."""
        return max(SMALLEST, int(self.pools.get("smallest", SMALLEST)))

    @property
    def is_tied(self) -> bool:
        """Whether it was counted with a tie at the cut that the organizers have not decided."""
        return self.state == COUNTED and bool(self.tied_options) and not self.decision

    @property
    def tied_options(self) -> list[int]:
        """The options among which the organizers must decide, once the ballots are counted."""
        return list(self.result.get("outcome", {}).get("unresolved", []))

    @property
    def winners(self) -> list[int]:
        """The options that made the cut: as the organizers decided, otherwise by the rule."""
        if self.decision:
            return list(self.decision["winners"])
        return [int(option) for option in self.result.get("outcome", {}).get("winners", [])]

    @property
    def is_final(self) -> bool:
        """Whether the ballots are counted, so that the vote never opens again."""
        return self.state in {COUNTED, REVEALED}

    @property
    def list_mark(self) -> str:
        """Four characters, printed on paper ballots, that change if the options' numbers change."""
        numbered = ",".join(str(option) for option in self.options)
        return hashlib.sha256(f"{self.kind}:{numbered}".encode()).hexdigest()[:4].upper()


class BallotAssignment(Base):
    """A participant's place in the electorate of a contest that asks only a part of the room.

    `position` is the contest's place among all that are assigned to this participant.
    """

    __tablename__ = "ballot_assignment"
    __table_args__ = {"sqlite_with_rowid": False}  # one lookup a ballot

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)


class Turnout(Base):
    """That somebody has voted: no time, and nothing of what."""

    __tablename__ = "turnout"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )


class Ballot(Base):
    """One ballot under the HMAC of its receipt. `sector` is coarse and erased after the count.

    `choices` is canonical JSON; `digest` is what the published list shows of it. `revision` counts
    how often it was sent, and becomes 0 at the close: somebody may have watched the phone.
    """

    __tablename__ = "ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(default="")
    revision: Mapped[int]
    choices: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]


class PaperBallot(Base):
    """A ballot that came on paper, by the number on it. `key` is its ballot's until the close.

    By the key it can be withdrawn; without it nothing says which ballot it is. The number stays,
    so that in a vote that opens again no paper is entered twice.
    """

    __tablename__ = "paper_ballot"
    __table_args__ = {"sqlite_with_rowid": False}

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None]


class Concern(Base):
    """What a ballot's voter objects to in an option, under the ballot's key until the reveal.

    It stands beside the ballot, whose choices say nothing of it: choices are published, and what
    somebody wrote is shown with its option when an organizer has admitted it.
    """

    __tablename__ = "concern"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
