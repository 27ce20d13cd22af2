"""The checker detects every error in the database."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from polling.contests.actions import close_contest
from polling.contests.casting.receipts import canonical, digest
from polling.contests.models import Ballot, Contest, Turnout
from polling.core.db import transaction
from polling.ranking import actions as ranking
from tests.faults.ballot_log import Attempt, End, Log
from tests.faults.checker import Checker, Verdict
from tests.faults.voting_room import Hall


@pytest.fixture
def log(hall: Hall) -> Log:
    """Three acknowledged ballots in the first contest, the first with its second revision."""
    log = Log()
    for voter in hall.room.join(3):
        cast(hall, log, voter, 1)
    cast(hall, log, log.attempts[0].voter, 2)
    return log


def cast(hall: Hall, log: Log, voter: int, revision: int, *, heard: bool = True) -> Attempt:
    """Cast one ballot; the voter may not have `heard` the acknowledgement."""
    attempt = log.invoke(made(hall, voter, revision))
    answer = hall.room.cast(
        voter, attempt.contest, attempt.choices, receipt=attempt.receipt, revision=revision
    )
    if heard:
        log.answer(attempt, answer)
    return attempt


def made(hall: Hall, voter: int, revision: int) -> Attempt:
    contest, receipt = hall.contests[0], f"{voter:032x}"
    choices = {"ranking": contest.options[revision : revision + 3]}
    line = digest(contest.id, receipt, canonical(choices))
    return Attempt(contest.id, voter, receipt, revision, choices, line)


def checked(hall: Hall, log: Log) -> Verdict:
    """Close the vote, and check the published results."""
    contest = hall.contests[0].id
    with transaction() as session:
        found = session.get_one(Contest, contest)
        close_contest(session, hall.room.organizer, found)
        ranking.reveal(session, hall.room.organizer, found)
        published = [ballot["hash"] for ballot in found.result["ballots"]]
    checker = Checker(log, hall.app.config["SECRET_KEY"], [contest])
    return checker.check({contest: published})


def test_a_vote_in_which_nothing_went_wrong_holds(hall: Hall, log: Log) -> None:
    verdict = checked(hall, log)
    assert (verdict.wrong, verdict.acked, verdict.stored) == ([], 3, 3)


def test_an_unacknowledged_ballot_may_count(hall: Hall, log: Log) -> None:
    cast(hall, log, hall.room.join(1)[0], 1, heard=False)
    verdict = checked(hall, log)
    assert (verdict.wrong, verdict.stored, verdict.unknown_counted) == ([], 4, 1)


def test_an_unacknowledged_ballot_may_not_count(hall: Hall, log: Log) -> None:
    log.invoke(made(hall, hall.room.join(1)[0], 1))
    verdict = checked(hall, log)
    assert (verdict.wrong, verdict.stored, verdict.unknown_counted) == ([], 3, 0)


def test_a_refused_ballot_may_not_count(hall: Hall, log: Log) -> None:
    refused = cast(hall, log, hall.room.join(1)[0], 1, heard=False)
    refused.end = End.FAIL
    assert checked(hall, log).lost == 1


def _lose(hall: Hall) -> None:
    key = _a_ballot(hall).key
    with transaction() as session:
        session.execute(delete(Ballot).where(Ballot.key == key))


def _lose_with_turnout(hall: Hall) -> None:
    _lose(hall)
    with transaction() as session:
        session.delete(session.scalars(select(Turnout)).first())


def _keep_an_old_revision(hall: Hall) -> None:
    voter = hall.room.participants[0]
    old = made(hall, voter, 1)
    with transaction() as session:
        changed = update(Ballot).where(Ballot.revision == 2)
        session.execute(changed.values(revision=1, digest=old.digest))


def _change_choices(hall: Hall) -> None:
    key = _a_ballot(hall).key
    with transaction() as session:
        session.execute(update(Ballot).where(Ballot.key == key).values(digest="0" * 64))


def _double(hall: Hall) -> None:
    one = _a_ballot(hall)
    copied = {c.name: getattr(one, c.name) for c in Ballot.__table__.columns}
    with transaction() as session:
        session.add(Ballot(**copied | {"key": "f" * 64}))


def _a_ballot(hall: Hall) -> Ballot:
    with transaction() as session:
        return session.scalars(select(Ballot).order_by(Ballot.key)).all()[0]


@pytest.mark.parametrize(
    "damage, counts",
    [
        pytest.param(_lose, (1, 0), id="a ballot is lost"),
        pytest.param(_lose_with_turnout, (1, 0), id="a ballot is lost, and that its voter voted"),
        pytest.param(_keep_an_old_revision, (1, 0), id="an older revision counts"),
        pytest.param(_change_choices, (1, 0), id="another choice counts"),
        pytest.param(_double, (0, 1), id="a ballot counts twice"),
    ],
)
def test_damage_is_found(
    hall: Hall, log: Log, damage: Callable[[Hall], None], counts: tuple[int, int]
) -> None:
    damage(hall)
    verdict = checked(hall, log)
    assert (verdict.lost, verdict.doubled) == counts
    assert not verdict.holds


def test_a_tally_that_differs_from_the_stored_one_is_found(hall: Hall, log: Log) -> None:
    contest = hall.contests[0].id
    checked(hall, log)
    checker = Checker(log, hall.app.config["SECRET_KEY"], [contest])
    assert not checker.check({contest: ["0" * 64]}).holds
