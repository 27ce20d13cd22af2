"""Compares the clients' logs with the database and with the published tally.

Every acknowledged ballot counts exactly once, with its last acknowledged revision; a ballot without
an answer counts at most once; ballots = turnout = tally.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.casting.receipts import ballot_keys
from polling.contests.counting.verify import verify
from polling.contests.models import Ballot, Contest, Turnout
from polling.core.db import reading
from tests.faults.ballot_log import Attempt, End, Log

Place = tuple[str, str]  # contest id, key of the ballot


@dataclass
class Verdict:
    """The checker's findings. `wrong` are sentences; `lost` and `doubled` count ballots."""

    acked: int = 0  # distinct ballots
    stored: int = 0
    unknown_counted: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every promise was kept."""
        return not self.wrong


class Checker:
    """Checks one workshop against one log. `secret` is the server's secret."""

    def __init__(self, log: Log, secret: str, contests: Iterable[str]) -> None:
        self._contests = list(contests)
        self._verdict = Verdict(wrong=list(log.wrong))
        self._attempts: dict[Place, list[Attempt]] = defaultdict(list)
        for attempt in log.attempts:
            key = ballot_keys(secret, attempt.contest, attempt.voter, attempt.receipt).own
            self._attempts[attempt.contest, key].append(attempt)

    def check(self, published: dict[str, list[str]] | None = None) -> Verdict:
        """Return the verdict, including the `published` results if the votes are closed."""
        with reading() as session:
            query = select(Ballot).where(Ballot.contest_id.in_(self._contests))
            stored = {(one.contest_id, one.key): one for one in session.scalars(query)}
            voters = session.execute(
                select(Turnout.contest_id, Turnout.participant_id).where(
                    Turnout.contest_id.in_(self._contests)
                )
            ).all()
            self._check_turnout(stored, {(contest, voter) for contest, voter in voters})
            for place, attempts in self._attempts.items():
                self._check_ballot(attempts, stored.get(place))
            for contest in published or {}:
                found = session.get_one(Contest, contest)
                self._check_tally(session, found, stored, (published or {})[contest])
        self._verdict.stored = len(stored)
        return self._verdict

    def _check_turnout(self, stored: dict[Place, Ballot], turnout: set[tuple[str, int]]) -> None:
        cast_by: Counter[tuple[str, int]] = Counter()
        for place, ballot in stored.items():
            if place in self._attempts:
                cast_by[ballot.contest_id, self._attempts[place][0].voter] += 1
            else:
                self._double(f"a ballot in {ballot.contest_id} that nobody cast")
        for (contest, voter), count in cast_by.items():
            if count > 1:
                self._double(f"voter {voter} counts {count} times in {contest}")
        if set(cast_by) != turnout:
            self._verdict.wrong.append(f"turnout of {len(turnout)}, ballots of {len(cast_by)}")

    def _check_ballot(self, attempts: list[Attempt], ballot: Ballot | None) -> None:
        """Check one voter's ballot in one contest: an acknowledged or a later unknown revision."""
        last = max((one.revision for one in attempts if one.end is End.OK), default=0)
        self._verdict.acked += last > 0
        where = f"voter {attempts[0].voter} in {attempts[0].contest}"
        if ballot is None:
            if last:
                self._lose(f"{where}: acknowledged revision {last} is not there")
            return
        possible = {
            one.digest: one.revision
            for one in sorted(attempts, key=lambda one: -one.revision)
            if one.revision == last or (one.revision > last and one.end is End.UNKNOWN)
        }
        # The close levels revisions, so the digest identifies the counted one.
        if ballot.digest not in possible:
            self._lose(
                f"{where}: another ballot counts than revision {last}, which was acknowledged"
            )
        self._verdict.unknown_counted += possible.get(ballot.digest, 0) > last

    def _check_tally(
        self,
        session: Session,
        contest: Contest,
        stored: dict[Place, Ballot],
        published: list[str],
    ) -> None:
        """Use the same session as for the other reads, because a sweep between them would block."""
        lines = sorted(one.digest for one in stored.values() if one.contest_id == contest.id)
        if published != lines or contest.result["voted"] != len(lines):
            self._verdict.wrong.append(
                f"{contest.id}: {len(lines)} ballots, {len(published)} published, "
                f"{contest.result['voted']} in the tally"
            )
        self._verdict.wrong += [
            f"{contest.id}: {check.text}" for check in verify(session, contest) if not check.passed
        ]

    def _lose(self, words: str) -> None:
        self._verdict.lost += 1
        self._verdict.wrong.append(words)

    def _double(self, words: str) -> None:
        self._verdict.doubled += 1
        self._verdict.wrong.append(words)
