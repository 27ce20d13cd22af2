"""Contests, turnout and ballots. No row links a voter to a ballot."""

import hashlib
import secrets
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base
from polling.privacy.sector_pools import SMALLEST

WAITING, OPEN, CLOSED = "waiting", "open", "closed"
COUNTED, REVEALED = "counted", "revealed"  # both are final: the vote cannot be reopened


# A row id would keep the order. The sweep rewrites one partition after another, so that ballots of
# other votes do not wait long. A migration creates the partitions.
_PARTITIONED = {"sqlite_with_rowid": False, "postgresql_partition_by": "HASH (contest_id)"}


class Contest(Base):
    """A vote, from setup to the published result.

    - `rule` and `options` (issue or recommendation ids) are frozen when the contest opens.
    - `electorate_size`: the number of people who could vote at the opening.
    - `pools`: the pooled sector of each of the workshop's sectors, which is stored on the ballots;
      the pools of the answers on presence; the fewest people for whom numbers are published; and
      the newest participant's id at the opening.
    - `turnout`: who could vote and how many did, frozen at the close. It contains no choices.
    - `result`: the tally and outcome. Empty until the ballots are counted at the reveal, so that no
      page or export can show it earlier.
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
        """The size of the smallest sector whose numbers are published."""
        return max(SMALLEST, int(self.pools.get("smallest", SMALLEST)))

    @property
    def is_tied(self) -> bool:
        """Whether it is counted with a tie at the cut that the organizers must decide."""
        return self.state == COUNTED and bool(self.tied_options) and not self.decision

    @property
    def tied_options(self) -> list[int]:
        """The options among which the organizers must decide, once the ballots are counted."""
        return list(self.result.get("outcome", {}).get("unresolved", []))

    @property
    def winners(self) -> list[int]:
        """The options that made the cut, as decided by the organizers or else by the rule."""
        if self.decision:
            return list(self.decision["winners"])
        return [int(option) for option in self.result.get("outcome", {}).get("winners", [])]

    @property
    def is_final(self) -> bool:
        """Whether the ballots are counted, so that the vote cannot be reopened."""
        return self.state in {COUNTED, REVEALED}

    @property
    def list_mark(self) -> str:
        """Four characters on paper ballots, which change if the options' numbers change."""
        numbered = ",".join(str(option) for option in self.options)
        return hashlib.sha256(f"{self.kind}:{numbered}".encode()).hexdigest()[:4].upper()


class BallotAssignment(Base):
    """Assigns a participant to a contest that asks only a part of the room.

    `position` is the contest's place in the order of this participant's contests.
    """

    __tablename__ = "ballot_assignment"
    __table_args__ = {"sqlite_with_rowid": False}  # one lookup per ballot

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)


class Turnout(Base):
    """A participant has voted. There is no time and no link to the ballot."""

    __tablename__ = "turnout"
    __table_args__ = _PARTITIONED

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )


class Ballot(Base):
    """A ballot, stored under the HMAC of its receipt.

    `choices` is canonical JSON; `digest` is its line in the published list. `sector` is pooled and
    erased after the count. `revision` counts the ballots sent with this receipt, until the
    close makes it equal for all (`casting.idempotency`).
    """

    __tablename__ = "ballot"
    __table_args__ = _PARTITIONED

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(default="")
    revision: Mapped[int]
    choices: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]


class PaperBallot(Base):
    """A paper ballot, by its printed number. `key` is the key of its `Ballot` until the close.

    The key allows withdrawing the ballot; after it is erased, the ballot cannot be identified. The
    number is kept, so that no paper is entered twice if the vote is reopened.
    """

    __tablename__ = "paper_ballot"
    __table_args__ = {"sqlite_with_rowid": False}

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None]


class Concern(Base):
    """A voter's objection to an option, stored under the ballot's key until the reveal.

    It is not part of the ballot's choices, because the choices are published; a concern is shown
    with its option only after an organizer has approved it.
    """

    __tablename__ = "concern"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
