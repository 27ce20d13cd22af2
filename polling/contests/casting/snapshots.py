"""Frames: the frozen data of an open contest, read once for the hot path."""

from dataclasses import dataclass

from polling.contests import electorate
from polling.contests.models import RATING, WAITING, Contest
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.voting.ballots import BallotKind
from polling.voting.rules import DESCRIPTIONS


@dataclass(frozen=True)
class ContestSnapshot:
    """What is frozen once a contest has opened, and all that checking a ballot needs."""

    workshop_id: int
    kind: BallotKind
    options: frozenset[int]
    most: int
    authors: dict[int, frozenset[int]]  # recommendation id → the groups that may not vote on it
    priorities: int | None  # of a rating: how many options may be called a priority


_frames: dict[str, ContestSnapshot] = {}


def snapshot(contest_id: str) -> ContestSnapshot:
    """The frame of a contest that has opened, read once in the life of the process."""
    if contest_id not in _frames:
        with reading() as session:
            contest = session.get(Contest, contest_id)
            if contest is None or contest.state == WAITING:
                raise NotFound(_("Voting has not opened yet."))
            _frames[contest_id] = snapshot_of(contest)
    return _frames[contest_id]


def forget_snapshots() -> None:
    """Read every frame again (after a contest is prepared anew, and between tests)."""
    _frames.clear()


def snapshot_of(contest: Contest) -> ContestSnapshot:
    """All that checking a ballot in this contest needs."""
    return ContestSnapshot(
        workshop_id=contest.workshop_id,
        kind=DESCRIPTIONS[contest.rule["rule"]].ballot_kind,
        options=frozenset(contest.options),
        most=contest.rule.get("most") or len(contest.options),
        authors=electorate.authors(contest),
        priorities=contest.rule["priorities"] if contest.kind == RATING else None,
    )
