"""A slow count delays nobody, and counts the ballots at the time of the reveal."""

from typing import Any

import pytest

from polling.contests.actions import close_contest, counted_ahead, open_contest, reveal_contest
from polling.contests.counting import tally
from polling.contests.models import CLOSED, REVEALED, Contest
from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def closed(room: Room, prepared: Prepared) -> Contest:
    prepared.get(vote_and_close, room)
    return room.contests()[0]


def vote_and_close(room: Room) -> None:
    room.go("lobby")
    room.join(10)
    room.go("ranking")
    made = room.open_ranking()[0]
    for voter in room.participants[:8]:
        room.cast(voter, made.id, {"ranking": made.options[:3]})
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, made.id))


def fresh(contest: Contest) -> Contest:
    with reading() as session:
        return session.get_one(Contest, contest.id)


def reveal(room: Room, contest: Contest) -> None:
    with counted_ahead(
        room.workshop_id, lambda session: [session.get_one(Contest, contest.id)]
    ) as session:
        reveal_contest(session, room.organizer, session.get_one(Contest, contest.id))


def counting(monkeypatch: pytest.MonkeyPatch, meanwhile: Any) -> list[int]:
    """Run this before each count; returns how many ballots each count had."""
    counted: list[int] = []
    count = tally._count

    def slowly(box: tally.Box) -> dict[str, Any]:
        meanwhile()
        counted.append(len(box.rows))
        return count(box)

    monkeypatch.setattr(tally, "_count", slowly)
    return counted


def test_it_is_counted_once_and_before_the_transaction_of_the_reveal(
    room: Room, closed: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[str] = []
    counted = counting(monkeypatch, lambda: states.append(fresh(closed).state))
    reveal(room, closed)
    assert (counted, states) == ([8], [CLOSED])
    assert (fresh(closed).state, fresh(closed).result["voted"]) == (REVEALED, 8)


def test_what_changed_after_it_was_counted_is_counted_again(
    room: Room, closed: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reopen_vote_and_close() -> None:
        monkeypatch.undo()
        with transaction() as session:
            open_contest(session, room.organizer, session.get_one(Contest, closed.id), smallest=5)
        room.cast(room.participants[8], closed.id, {"abstain": True})
        with transaction() as session:
            close_contest(session, room.organizer, session.get_one(Contest, closed.id))

    counting(monkeypatch, reopen_vote_and_close)
    reveal(room, closed)
    result = fresh(closed).result
    assert (result["voted"], result["abstained"], len(result["ballots"])) == (9, 1, 9)


def test_a_vote_reopened_during_the_count_is_not_revealed(
    room: Room, closed: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reopen() -> None:
        with transaction() as session:
            open_contest(session, room.organizer, session.get_one(Contest, closed.id), smallest=5)

    counting(monkeypatch, reopen)
    with pytest.raises(Conflict):
        reveal(room, closed)
    assert fresh(closed).result == {}


def test_no_ballot_with_its_sector_stays_in_memory(room: Room, closed: Contest) -> None:
    chosen = counted_ahead(room.workshop_id, lambda session: [session.get_one(Contest, closed.id)])
    with pytest.raises(ZeroDivisionError), chosen:
        raise ZeroDivisionError
    assert tally._ahead == {}
