"""Snapshots: the frozen data of an open contest, read once for the hot path."""

from dataclasses import dataclass

from polling.contests import electorate
from polling.contests.kinds import RATING
from polling.contests.models import WAITING, Contest
from polling.core.db import reading
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.voting.ballots import BallotKind
from polling.voting.rules import DESCRIPTIONS


@dataclass(frozen=True)
class ContestSnapshot:
    """The data that freezes when a contest opens, as needed to check a ballot."""

    workshop_id: int
    kind: BallotKind
    options: frozenset[int]
    most: int
    authors: dict[int, frozenset[int]]  # recommendation id → the groups that may not vote on it
    shut_out: frozenset[int]  # the groups that wrote all options
    priorities: int | None  # of a rating: the number of options that may be rated as priority


_frames: dict[str, ContestSnapshot] = {}


def snapshot(contest_id: str) -> ContestSnapshot:
    """Return the snapshot of a contest that has opened, cached for the life of the process."""
    frames = _frames
    if (found := frames.get(contest_id)) is not None:
        return found
    with reading() as session:
        contest = session.get(Contest, contest_id)
        if contest is None or contest.state == WAITING:
            raise NotFound(_("Voting has not opened yet."))
        found = frames[contest_id] = snapshot_of(contest)
    return found


def forget_snapshots() -> None:
    """Clear the cache (after a contest is prepared again, and between tests).

    A contest that is being read meanwhile goes into the old cache, because it may be out of date.
    """
    global _frames  # noqa: PLW0603  one process, one cache
    _frames = {}


def snapshot_of(contest: Contest) -> ContestSnapshot:
    """Return the data needed to check a ballot in this contest."""
    return ContestSnapshot(
        workshop_id=contest.workshop_id,
        kind=DESCRIPTIONS[contest.rule["rule"]].ballot_kind,
        options=frozenset(contest.options),
        most=contest.rule.get("most") or len(contest.options),
        authors=electorate.authors(contest),
        shut_out=electorate.shut_out(contest),
        priorities=contest.rule["priorities"] if contest.kind == RATING else None,
    )
