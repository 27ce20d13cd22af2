"""The ballot box loses no ballot, counts none twice, and none after the close or by strangers."""

from collections import Counter
from typing import Any

import gevent
import pytest
from sqlalchemy import event, func, select, update

from polling.contests.actions import close_contest, open_contest
from polling.contests.casting.actions import ContestClosed, StaleBallot, UnknownReceipt
from polling.contests.models import Ballot, Contest, Turnout
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, NotFound, NotSignedIn
from polling.people.models import Participant
from polling.workshop.timers import start_clock
from tests.databases import on_both, on_sqlite
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def contest(room: Room, prepared: Prepared) -> Contest:
    prepared.get(twelve_voters, room)
    return room.contests()[0]


def twelve_voters(room: Room) -> None:
    room.go("lobby")
    room.join(12)
    room.go("ranking")
    room.open_ranking()


def top(contest: Contest, *places: int) -> dict[str, list[int]]:
    return {"ranking": [contest.options[place] for place in places]}


def stored(contest: Contest) -> list[Ballot]:
    with reading() as session:
        return list(session.scalars(select(Ballot).where(Ballot.contest_id == contest.id)))


def turnout(contest: Contest) -> int:
    with reading() as session:
        voters = select(func.count()).where(Turnout.contest_id == contest.id)
        return session.scalar(voters) or 0


@on_both
def test_a_ballot_and_its_turnout_are_on_disk_when_it_is_acknowledged(
    room: Room, contest: Contest
) -> None:
    answer = room.cast(room.participants[0], contest.id, top(contest, 0, 1, 2))
    ballots = stored(contest)
    assert [ballot.digest for ballot in ballots] == [answer["digest"]]
    assert turnout(contest) == 1


@on_both
@pytest.mark.parametrize("said", [{}, {"sector": "Self-employed"}], ids=["silent", "own words"])
def test_a_late_arrival_with_a_new_answer_is_not_alone_in_a_pool(
    room: Room, said: dict[str, str]
) -> None:
    room.go("lobby")
    everybody = room.join(9)
    with transaction() as session:
        room_of_one_kind = update(Participant).values(attributes={"sector": "NGO"})
        session.execute(room_of_one_kind)
    room.go("ranking")
    contest = room.open_ranking()[0]
    late = room.join(1)
    with transaction() as session:
        session.get_one(Participant, late[0]).attributes = said
    for voter in everybody + late:
        room.cast(voter, contest.id, top(contest, 0, 1, 2))
    assert Counter(ballot.sector for ballot in stored(contest)) == {"NGO": 10}


@on_both
def test_all_ballots_use_the_same_threads(room: Room, contest: Contest) -> None:
    box = room.app.extensions["ballots"]
    pools = []
    for voter in room.participants[:3]:
        room.cast(voter, contest.id, top(contest, 0, 1, 2))
        pools.append(box._threads)
    assert all(pool is pools[0] for pool in pools)


@on_sqlite
def test_counting_a_ballot_reads_no_table_as_a_whole(room: Room, contest: Contest) -> None:
    # Otherwise, each commit would take longer with the ballots of all workshops.
    engine = room.app.extensions["ballots"]._engine
    sent: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append((given[2], given[3])))
    room.cast(room.participants[0], contest.id, top(contest, 0, 1, 2))
    with engine.connect() as connection:
        plans = [
            step[-1]
            for statement, given in sent
            if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    assert any(plan.startswith("SEARCH ballot") for plan in plans)
    assert [plan for plan in plans if "SCAN" in plan and "VIRTUAL" not in plan] == []


def test_the_same_ballot_ten_times_at_once_counts_once(room: Room, contest: Contest) -> None:
    voter, choices = room.participants[0], top(contest, 0, 1, 2)
    sent = [gevent.spawn(room.cast, voter, contest.id, choices) for _ in range(10)]
    gevent.joinall(sent, raise_error=True)
    assert len({greenlet.get()["digest"] for greenlet in sent}) == 1
    assert (len(stored(contest)), turnout(contest)) == (1, 1)


@on_both
def test_a_higher_revision_replaces_the_ballot(room: Room, contest: Contest) -> None:
    voter = room.participants[0]
    room.cast(voter, contest.id, top(contest, 0, 1, 2), revision=1)
    changed = room.cast(voter, contest.id, top(contest, 2, 1, 0), revision=2)
    assert [(b.revision, b.digest) for b in stored(contest)] == [(2, changed["digest"])]


@on_both
def test_a_late_retry_of_a_lower_revision_changes_nothing(room: Room, contest: Contest) -> None:
    voter = room.participants[0]
    latest = room.cast(voter, contest.id, top(contest, 2, 1, 0), revision=2)
    room.cast(voter, contest.id, top(contest, 0, 1, 2), revision=1)
    assert [(b.revision, b.digest) for b in stored(contest)] == [(2, latest["digest"])]


@on_both
def test_two_different_ballots_of_one_revision_are_not_both_counted(
    room: Room, contest: Contest
) -> None:
    voter = room.participants[0]
    room.cast(voter, contest.id, top(contest, 0, 1, 2))
    with pytest.raises(StaleBallot):
        room.cast(voter, contest.id, top(contest, 2, 1, 0))


@on_both
def test_a_retry_is_counted_after_the_close_too(room: Room, contest: Contest) -> None:
    voter = room.participants[0]
    counted = room.cast(voter, contest.id, top(contest, 0, 1, 2))
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))
    again = room.cast(voter, contest.id, top(contest, 0, 1, 2))
    assert again["digest"] == counted["digest"]


@on_both
def test_revisions_that_arrive_in_one_commit_leave_the_highest(
    room: Room, contest: Contest
) -> None:
    voter = room.participants[0]
    orders = {1: (0, 1, 2), 2: (1, 2, 0), 3: (2, 0, 1)}
    sent = {
        revision: gevent.spawn(
            room.cast, voter, contest.id, top(contest, *order), revision=revision
        )
        for revision, order in orders.items()
    }
    gevent.joinall(list(sent.values()), raise_error=True)
    assert [(b.revision, b.digest) for b in stored(contest)] == [(3, sent[3].get()["digest"])]


@on_both
def test_another_receipt_of_the_same_voter_is_refused(room: Room, contest: Contest) -> None:
    voter = room.participants[0]
    room.cast(voter, contest.id, top(contest, 0, 1, 2), receipt="a" * 32)
    with pytest.raises(UnknownReceipt):
        room.cast(voter, contest.id, top(contest, 2, 1, 0), receipt="b" * 32)
    assert (len(stored(contest)), turnout(contest)) == (1, 1)


@on_both
def test_a_ballot_after_the_close_is_refused(room: Room, contest: Contest) -> None:
    _close(room, contest)
    with pytest.raises(ContestClosed):
        room.cast(room.participants[0], contest.id, top(contest, 0, 1, 2))
    assert (stored(contest), turnout(contest)) == ([], 0)


@on_both
def test_a_retry_after_the_close_is_acknowledged(room: Room, contest: Contest) -> None:
    voter, choices = room.participants[0], top(contest, 0, 1, 2)
    first = room.cast(voter, contest.id, choices)
    _close(room, contest)
    assert room.cast(voter, contest.id, choices)["digest"] == first["digest"]


@on_both
def test_a_late_copy_does_not_undo_a_change_after_a_reopening(room: Room, contest: Contest) -> None:
    voter = room.participants[0]
    first, second, third = (top(contest, *places) for places in ((0, 1, 2), (2, 1, 0), (1, 0, 2)))
    room.cast(voter, contest.id, first, revision=1)
    counted = room.cast(voter, contest.id, second, revision=2)
    _close(room, contest)
    _open(room, contest)
    with pytest.raises(StaleBallot):
        room.cast(voter, contest.id, first, revision=1)
    assert [ballot.digest for ballot in stored(contest)] == [counted["digest"]]
    with pytest.raises(StaleBallot) as refused:
        room.cast(voter, contest.id, third, revision=3)
    next_revision = refused.value.as_dict()["error"]["revision"] + 1
    changed = room.cast(voter, contest.id, third, revision=next_revision)
    assert [ballot.digest for ballot in stored(contest)] == [changed["digest"]]


@on_both
def test_a_ballot_after_the_clock_has_run_out_is_refused(room: Room, contest: Contest) -> None:
    with transaction() as session:
        start_clock(session, room.workshop_id, f"contest:{contest.id}", -1)
    with pytest.raises(ContestClosed):
        room.cast(room.participants[0], contest.id, top(contest, 0, 1, 2))


@on_both
def test_a_removed_participant_cannot_vote(room: Room, contest: Contest) -> None:
    actor = room.participants[0]
    with transaction() as session:
        session.execute(update(Participant).where(Participant.id == actor).values(removed=True))
    with pytest.raises(NotSignedIn):
        room.cast(actor, contest.id, top(contest, 0, 1, 2))


@on_both
def test_a_participant_of_another_workshop_cannot_vote(room: Room, contest: Contest) -> None:
    other = Room.of(room.app)
    other.go("lobby")
    stranger = other.join(1)[0]
    with pytest.raises(NotSignedIn):
        room.cast(stranger, contest.id, top(contest, 0, 1, 2))


def test_a_contest_that_has_not_opened_takes_no_ballot(room: Room) -> None:
    room.go("lobby")
    voter = room.join(1)[0]
    room.go("ranking")
    waiting = room.contests()[0]
    with pytest.raises(NotFound):
        room.cast(voter, waiting.id, {"ranking": waiting.options[:3]})


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"abstain": True, "ranking": [1]}, id="two answers"),
        pytest.param({"ranking": [999_999]}, id="unknown option"),
        pytest.param({"approved": [1]}, id="another kind of ballot"),
    ],
)
def test_a_ballot_that_does_not_answer_its_contest_is_refused(
    room: Room, contest: Contest, choices: dict[str, Any]
) -> None:
    with pytest.raises(BadInput):
        room.cast(room.participants[0], contest.id, choices)


def test_the_same_option_twice_is_refused(room: Room, contest: Contest) -> None:
    with pytest.raises(BadInput):
        room.cast(room.participants[0], contest.id, top(contest, 0, 0, 1))


def test_four_places_where_three_are_asked_for_are_refused(room: Room, contest: Contest) -> None:
    with pytest.raises(BadInput):
        room.cast(room.participants[0], contest.id, top(contest, 0, 1, 2, 3))


def test_no_row_says_who_cast_which_ballot(room: Room, contest: Contest) -> None:
    columns = {column.name for column in Ballot.__table__.columns}
    assert columns == {"contest_id", "key", "sector", "revision", "choices", "digest"}
    assert {column.name for column in Turnout.__table__.columns} == {
        "contest_id",
        "participant_id",
    }


@on_sqlite
def test_ballots_are_stored_in_the_order_of_their_keys_and_not_of_their_coming(
    room: Room, contest: Contest
) -> None:
    for voter in room.participants:
        room.cast(voter, contest.id, top(contest, 0, 1, 2))
    keys = [ballot.key for ballot in stored(contest)]
    assert keys == sorted(keys)


def _close(room: Room, contest: Contest) -> None:
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))


def _open(room: Room, contest: Contest) -> None:
    with transaction() as session:
        open_contest(session, room.organizer, session.get_one(Contest, contest.id), smallest=5)
