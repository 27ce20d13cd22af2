"""A batch of ballots that share one transaction: decide which count, and write them.

The transaction checks that the contest is open, that the voter has not been removed and their badge
has not been reissued, and that the receipt belongs to the voter. For speed, it uses one statement
per table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Connection, Table, and_, bindparam, select, update

from polling.contests.casting.idempotency import Arrival, arrival
from polling.contests.casting.receipts import Keys
from polling.contests.concerns import BatchedConcerns, Concerns
from polling.contests.models import OPEN, REVEALED, Ballot, Contest, Turnout
from polling.core.bulk_statements import are_any_of, insert_rows, is_any_of
from polling.core.clock import now
from polling.people.models import Participant
from polling.privacy.sector_pools import pool_of
from polling.workshop.models import Timer


class Verdict(StrEnum):
    """The verdict on a submission.

    STALE: a different ballot is stored, with the same revision or one of another round. CLOSED: the
    vote had closed, and no ballot with this receipt is counted. CHANGED_LATE: the vote had closed,
    and an earlier ballot with this receipt is counted. OWN_GROUP: the voter's group wrote something
    that the ballot names, or all options. LINE_TAKEN: another person's ballot has the same line in
    the published list, because they used the same receipt.
    """

    COUNTED = "counted"
    CLOSED = "closed"
    CHANGED_LATE = "changed-late"
    STALE = "stale"
    UNKNOWN_RECEIPT = "unknown-receipt"
    OWN_GROUP = "own-group"
    LINE_TAKEN = "line-taken"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Submission:
    """A ballot to be decided. `keys` and `digest` derive from the receipt, which is not stored.

    `token_version` is the voter's version at the time of identification. `barred` are the groups
    whose members may not cast this ballot. `concerns` are (option, reason); None for contests
    without concerns. `withdrawn` are concerns that the voter's earlier ballot had.
    """

    workshop_id: int
    contest_id: str
    participant_id: int
    token_version: int
    barred: frozenset[int]
    keys: Keys
    revision: int
    choices: str
    digest: str
    concerns: Concerns | None = None
    withdrawn: Concerns = ()


_Place = tuple[str, str]  # contest, key of the ballot


class Batch:
    """The state needed to decide a group of submissions, read once, and the resulting changes."""

    def __init__(self, connection: Connection, batch: Sequence[Submission]) -> None:
        self._connection = connection
        self._batch = batch
        self._contests = self._read_contests()
        self._people = self._read_people()
        self._turnout = self._read_turnout()
        self._ballots = self._read_ballots()
        self._lines = self._read_lines()
        self._new: dict[_Place, dict[str, Any]] = {}
        self._voters: list[dict[str, Any]] = []
        self._changed: dict[_Place, dict[str, Any]] = {}
        self._concerns = BatchedConcerns(connection)

    def decide(self) -> list[Verdict]:
        """Decide each submission, write its rows, and return the verdicts in order."""
        verdicts = [self._decide(submission) for submission in self._batch]
        insert_rows(self._connection, _TURNOUT, self._voters)
        insert_rows(self._connection, _BALLOT, list(self._new.values()))
        if self._changed:
            self._connection.execute(_UPDATE, list(self._changed.values()))
        self._concerns.write()
        return verdicts

    def _decide(self, sent: Submission) -> Verdict:
        here = self._place(sent)
        stored = self._ballots.get(here)
        contest = self._contests.get(sent.contest_id)
        same = self._is_stored(sent, here, contest)
        came = arrival(sent.revision, stored[0] if stored else 0, same=same)
        if came is Arrival.KNOWN:
            # The ack of this ballot was lost, so it counts even if the contest has closed since.
            return Verdict.COUNTED
        person: Any = self._people.get(sent.participant_id)
        if contest is None or not _is_voter(person, sent, contest):
            return Verdict.STRANGER
        if not contest.is_open:
            return Verdict.CHANGED_LATE if stored else Verdict.CLOSED
        if came is Arrival.STALE:
            return Verdict.STALE
        if person.group_id in sent.barred:
            return Verdict.OWN_GROUP
        return self._take(sent, here, contest.pool(person.attributes))

    def _take(self, sent: Submission, here: _Place, sector: str) -> Verdict:
        verdict = self._take_line(sent, here)
        if verdict is Verdict.COUNTED:
            is_first = here not in self._ballots
            verdict = self._first(sent, sector) if is_first else self._change(sent, here)
        if verdict is Verdict.COUNTED and sent.concerns is not None:
            self._concerns.replace(here, sent.concerns)
        return verdict

    def _take_line(self, sent: Submission, here: _Place) -> Verdict:
        """Refuse a line that another ballot has, because the list would contain it twice."""
        taken_by = self._lines.setdefault((sent.contest_id, sent.digest), here[1])
        return Verdict.COUNTED if taken_by == here[1] else Verdict.LINE_TAKEN

    def _place(self, sent: Submission) -> _Place:
        """Return where the ballot is stored, or will be stored."""
        earlier = (sent.contest_id, sent.keys.earlier)
        has_voted = (sent.contest_id, sent.participant_id) in self._turnout
        if has_voted and earlier in self._ballots:
            return earlier
        return (sent.contest_id, sent.keys.own)

    def _is_stored(self, sent: Submission, here: _Place, contest: "_OpenContest | None") -> bool:
        if here not in self._ballots or self._ballots[here][1] != sent.choices:
            return False
        if sent.concerns is None or contest is None:
            return True
        if contest.is_revealed:
            revealed = self._concerns.revealed(sent.contest_id)
            return revealed.issuperset(sent.concerns) and revealed.isdisjoint(sent.withdrawn)
        return self._concerns.of(here) == sent.concerns

    def _first(self, sent: Submission, sector: str) -> Verdict:
        voter = (sent.contest_id, sent.participant_id)
        if voter in self._turnout:
            return Verdict.UNKNOWN_RECEIPT
        self._turnout.add(voter)
        self._voters.append(dict(zip(("contest_id", "participant_id"), voter, strict=True)))
        here = (sent.contest_id, sent.keys.own)
        self._new[here] = {
            "contest_id": sent.contest_id,
            "key": sent.keys.own,
            "sector": sector,
            "revision": sent.revision,
            "choices": sent.choices,
            "digest": sent.digest,
        }
        self._ballots[here] = (sent.revision, sent.choices)
        return Verdict.COUNTED

    def _change(self, sent: Submission, here: _Place) -> Verdict:
        self._ballots[here] = (sent.revision, sent.choices)
        values = {"revision": sent.revision, "choices": sent.choices, "digest": sent.digest}
        if here in self._new:
            self._new[here] |= values
        else:
            at = dict(zip(("at_contest", "at_key"), here, strict=True))
            self._changed[here] = at | {f"new_{name}": value for name, value in values.items()}
        return Verdict.COUNTED

    def _read_contests(self) -> dict[str, "_OpenContest"]:
        # Writers of a workshop take turns, so no contest can close before this commit.
        ids = {submission.contest_id for submission in self._batch}
        columns = (Contest.id, Contest.workshop_id, Contest.state, Contest.pools, Timer.ends_at)
        query = (
            select(*columns)
            .outerjoin(Timer, _OWN_TIMER)
            .where(is_any_of(self._connection, Contest.id, ids))
        )
        moment = now()
        return {
            row.id: _OpenContest(
                row.workshop_id,
                row.state == OPEN and not _past(row.ends_at, moment),
                row.state == REVEALED,
                row.pools,
            )
            for row in self._connection.execute(query)
        }

    def _read_people(self) -> dict[int, Any]:
        ids = {submission.participant_id for submission in self._batch}
        columns = (Participant.id, Participant.workshop_id, Participant.token_version)
        query = select(*columns, Participant.group_id, Participant.attributes)
        query = query.where(
            is_any_of(self._connection, Participant.id, ids), Participant.removed.is_(False)
        )
        return {row.id: row for row in self._connection.execute(query)}

    def _read_turnout(self) -> set[tuple[str, int]]:
        pairs = {(submission.contest_id, submission.participant_id) for submission in self._batch}
        columns = (Turnout.contest_id, Turnout.participant_id)
        chosen = are_any_of(self._connection, columns, pairs)
        return set(self._connection.execute(select(*columns).where(chosen)))

    def _read_ballots(self) -> dict[_Place, tuple[int, str]]:
        places = {(sent.contest_id, key) for sent in self._batch for key in sent.keys}
        columns = (Ballot.contest_id, Ballot.key)
        chosen = are_any_of(self._connection, columns, places)
        rows = self._connection.execute(
            select(*columns, Ballot.revision, Ballot.choices).where(chosen)
        )
        return {(row.contest_id, row.key): (row.revision, row.choices) for row in rows}

    def _read_lines(self) -> dict[tuple[str, str], str]:
        """Return the keys of stored ballots whose published lines are also those of this batch."""
        pairs = {(submission.contest_id, submission.digest) for submission in self._batch}
        columns = (Ballot.contest_id, Ballot.digest)
        rows = self._connection.execute(
            select(*columns, Ballot.key).where(are_any_of(self._connection, columns, pairs))
        )
        return {(row.contest_id, row.digest): row.key for row in rows}


@dataclass(frozen=True)
class _OpenContest:
    workshop_id: int
    is_open: bool
    is_revealed: bool
    pools: dict[str, Any]

    def pool(self, attributes: dict[str, str]) -> str:
        """Return the sector pool for this person's ballot."""
        return pool_of(self.pools, attributes)


def _is_voter(person: Any, sent: Submission, contest: _OpenContest) -> bool:
    """Return whether this row is of the person who was identified, in the contest's workshop."""
    mine = (contest.workshop_id, sent.token_version)
    return person is not None and mine == (person.workshop_id, person.token_version)


def _past(ends_at: datetime | None, moment: datetime) -> bool:
    return ends_at is not None and ends_at <= moment


_TURNOUT, _BALLOT = cast("Table", Turnout.__table__), cast("Table", Ballot.__table__)
_OWN_TIMER = and_(Timer.workshop_id == Contest.workshop_id, Timer.scope == "contest:" + Contest.id)
_UPDATE = (
    update(Ballot)
    .where(Ballot.contest_id == bindparam("at_contest"), Ballot.key == bindparam("at_key"))
    .values(
        revision=bindparam("new_revision"),
        choices=bindparam("new_choices"),
        digest=bindparam("new_digest"),
    )
)
