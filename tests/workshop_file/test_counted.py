"""The results of a workshop whose ballots went through the ballot box."""

import pytest

from polling.contests import actions
from polling.contests.casting.published_list import lines_of, list_digest
from polling.contests.casting.receipts import canonical, digest
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.report.published_results.schema import CountedContest
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.prepared_rooms import Prepared
from tests.room import Room

PEOPLE = 12


def exported(workshop_id: int) -> bytes:
    with reading() as session:
        return write(dump(session, session.get_one(Workshop, workshop_id)))


@pytest.fixture
def ranked(room: Room, prepared: Prepared) -> Room:
    """A room that has ranked every theme and seen the results."""
    prepared.get(rank, room)
    return room


def rank(room: Room) -> None:
    room.go("lobby")
    room.join(PEOPLE)
    room.go("ranking")
    room.rank_everything()


def contests(room: Room) -> list[CountedContest]:
    return read(exported(room.workshop_id)).results.contests


def test_a_counted_ranking_survives_export_and_import_to_the_byte(ranked: Room) -> None:
    first = exported(ranked.workshop_id)

    with transaction() as session:
        copy = load(session, read(first)).id

    assert exported(copy) == first


def test_a_reopened_vote_survives_export_and_import_to_the_byte(room: Room) -> None:
    room.go("lobby")
    room.join(PEOPLE)
    room.go("ranking")
    votes = room.open_ranking()
    with transaction() as session:
        for vote in votes:
            actions.close_contest(session, room.organizer, session.get_one(Contest, vote.id))
    room.rank_everything()  # this opens the votes again
    first = exported(room.workshop_id)

    with transaction() as session:
        copy = load(session, read(first)).id

    assert [len(vote.reopened) for vote in read(first).results.contests] == [1] * 6
    assert exported(copy) == first


def test_every_ballot_is_in_the_file_once_and_the_list_has_the_published_hash(
    ranked: Room,
) -> None:
    for contest in contests(ranked):
        lines = [ballot.hash for ballot in contest.ballots]

        assert len(set(lines)) == contest.voted == PEOPLE
        assert list_digest(lines_of(contest.model_dump())) == contest.result["ballots_hash"]


def test_a_voter_finds_their_own_ballot_with_their_receipt(ranked: Room) -> None:
    receipt = f"{ranked.participants[0]:032x}"

    for contest in contests(ranked):
        mine = [
            ballot
            for ballot in contest.ballots
            if ballot.hash == digest(contest.id, receipt, canonical(ballot.choices))
        ]
        assert len(mine) == 1


def test_no_receipt_and_nobody_who_voted_is_in_the_file(ranked: Room) -> None:
    data = exported(ranked.workshop_id).decode()

    assert [person for person in ranked.participants if f"{person:032x}" in data] == []
    assert "participant" not in data.replace("participants", "")
