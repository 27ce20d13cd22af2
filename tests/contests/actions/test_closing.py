"""A close that takes long: nobody waits for it, and no ballot comes after what was counted."""

from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy.orm import Session

from polling.contests.actions import closing
from polling.contests.actions.life import close_contest
from polling.contests.counting import tally
from polling.contests.models import CLOSED, OPEN, Contest
from polling.db import on_commit, reading, transaction
from polling.errors import Conflict, WorkshopError
from polling.facilitation import watch
from polling.workshop.clocks import extend_clock, start_clock
from tests.room import Room


@pytest.fixture
def contest(room: Room) -> Contest:
    room.go("lobby")
    room.join(10)
    room.go("ranking")
    made = room.open_ranking()[0]
    for voter in room.participants[:8]:
        room.cast(voter, made.id, {"ranking": made.options[:3]})
    return made


def fresh(contest: Contest) -> Contest:
    with reading() as session:
        return session.get_one(Contest, contest.id)


def close(room: Room, contest: Contest) -> None:
    closing.close(room.organizer, lambda session: [session.get_one(Contest, contest.id)])


def counting(monkeypatch: pytest.MonkeyPatch, meanwhile: Any) -> list[int]:
    """Do this before each count; returns how many ballots each has counted."""
    counted: list[int] = []
    count = tally._count

    def slowly(box: tally.Box) -> dict[str, Any]:
        meanwhile()
        counted.append(len(box.rows))
        return count(box)

    monkeypatch.setattr(tally, "_count", slowly)
    return counted


def test_it_is_counted_once_and_before_the_close(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[str] = []
    counted = counting(monkeypatch, lambda: states.append(fresh(contest).state))
    close(room, contest)
    assert (counted, states) == ([8], [OPEN])
    assert (fresh(contest).state, fresh(contest).result["voted"]) == (CLOSED, 8)


def test_no_ballot_is_taken_while_it_is_counted(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[str] = []

    def vote_late() -> None:
        with pytest.raises(WorkshopError) as refused:
            room.cast(room.participants[8], contest.id, {"ranking": contest.options[:3]})
        codes.append(refused.value.code)

    counting(monkeypatch, vote_late)
    close(room, contest)
    assert codes == ["contest-closed"]
    assert fresh(contest).result["voted"] == 8


def test_who_gives_it_more_time_meanwhile_keeps_it_open(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_a_minute() -> None:
        with transaction() as session:
            extend_clock(session, room.workshop_id, f"contest:{contest.id}", 60)

    counting(monkeypatch, give_a_minute)
    close(room, contest)
    room.cast(room.participants[8], contest.id, {"ranking": contest.options[:3]})
    assert fresh(contest).state == OPEN


def test_a_vote_that_cannot_be_counted_keeps_no_other_open(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    contests = room.contests()
    with transaction() as session:
        for one in contests:
            start_clock(session, room.workshop_id, f"contest:{one.id}", 0)
    count = tally._count

    def fail(box: tally.Box) -> dict[str, Any]:
        if box.id == contest.id:
            raise ArithmeticError
        return count(box)

    monkeypatch.setattr(tally, "_count", fail)
    watch.close_due()
    states = {one.id: one.state for one in room.contests()}
    assert states == {one.id: CLOSED for one in contests} | {contest.id: OPEN}


def test_what_was_counted_before_something_changed_is_counted_again(
    room: Room, contest: Contest
) -> None:
    with reading() as session:
        tally.count_ahead(tally.box_of(session, session.get_one(Contest, contest.id)))
    room.cast(room.participants[8], contest.id, {"abstain": True})
    close(room, contest)
    result = fresh(contest).result
    assert (result["voted"], result["abstained"], len(result["ballots"])) == (9, 1, 9)


def test_a_close_that_fails_half_way_is_done_by_the_watch(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(closing, "_close_all", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            close(room, contest)
    assert fresh(contest).state == OPEN
    assert watch.close_due() == 1
    assert (fresh(contest).state, fresh(contest).result["voted"]) == (CLOSED, 8)


def test_the_watch_leaves_alone_what_is_being_closed(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = counting(monkeypatch, watch.close_due)
    close(room, contest)
    assert counted == [8]


@pytest.mark.parametrize("fails", [False, True], ids=["by the watch", "or by them, if it fails"])
def test_who_closes_what_the_watch_is_closing_waits_until_it_is_closed(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    states: list[str] = []

    def press_close() -> None:
        close(room, contest)
        states.append(fresh(contest).state)

    pressed = Thread(target=press_close)
    stop = closing._stop

    def stop_and_tell(session: Session, one: Contest) -> None:
        stop(session, one)
        on_commit(session, stopped.set)

    def begin_pressing() -> None:
        if pressed.is_alive():
            return  # it is they who count now
        pressed.start()
        assert stopped.wait(10)
        if fails:
            raise RuntimeError("the watch cannot count")

    stopped = Event()
    monkeypatch.setattr(closing, "_stop", stop_and_tell)
    counting(monkeypatch, begin_pressing)
    with transaction() as session:
        start_clock(session, room.workshop_id, f"contest:{contest.id}", 0)
    watch.close_due()
    pressed.join(10)
    assert states == [CLOSED]


def test_what_is_not_open_is_not_closed(room: Room, contest: Contest) -> None:
    close(room, contest)
    with pytest.raises(Conflict):
        close(room, contest)


def test_one_that_another_server_has_closed_meanwhile_stays_as_it_is(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_elsewhere() -> None:
        monkeypatch.undo()
        with transaction() as session:
            close_contest(session, room.organizer, session.get_one(Contest, contest.id))

    counting(monkeypatch, close_elsewhere)
    close(room, contest)
    assert fresh(contest).result["voted"] == 8
    assert tally._ahead == {}  # no ballot with its sector stays in memory
