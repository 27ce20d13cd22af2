"""Closing votes with the organizer's button and by the timer."""

from contextlib import suppress
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from polling.contests import actions
from polling.contests.actions import close_contest
from polling.contests.models import CLOSED, OPEN, Contest
from polling.core.clock import milliseconds, now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, WorkshopError
from polling.facilitation import expired_timers
from polling.facilitation.actions import MOST_RESTARTS, extend_after_restart
from polling.workshop.queries import log_entries, timers
from polling.workshop.timers import pause_clock, start_clock
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.server import Server


@pytest.fixture
def contest(room: Room, prepared: Prepared) -> Contest:
    prepared.get(eight_of_ten_ballots, room)
    return room.contests()[0]


def eight_of_ten_ballots(room: Room) -> None:
    room.go("lobby")
    room.join(10)
    room.go("ranking")
    made = room.open_ranking()[0]
    for voter in room.participants[:8]:
        room.cast(voter, made.id, {"ranking": made.options[:3]})


def fresh(contest: Contest) -> Contest:
    with reading() as session:
        return session.get_one(Contest, contest.id)


def close(room: Room, contest: Contest) -> None:
    with transaction() as session:
        close_contest(session, room.organizer, session.get_one(Contest, contest.id))


def run_out(room: Room, *contests: Contest) -> None:
    with transaction() as session:
        for one in contests:
            start_clock(session, room.workshop_id, f"contest:{one.id}", 0)


def test_the_close_freezes_the_turnout_and_counts_nothing(room: Room, contest: Contest) -> None:
    close(room, contest)
    closed = fresh(contest)
    assert (closed.state, closed.result) == (CLOSED, {})
    assert (closed.turnout["voted"], closed.turnout["present"]) == (8, 10)


def test_no_ballot_is_counted_after_the_close(room: Room, contest: Contest) -> None:
    close(room, contest)
    with pytest.raises(WorkshopError) as refused:
        room.cast(room.participants[8], contest.id, {"ranking": contest.options[:3]})
    assert refused.value.code == "contest-closed"
    assert "not counted" in str(refused.value)


def test_a_change_that_comes_late_says_that_the_earlier_ballot_is_counted(
    room: Room, contest: Contest
) -> None:
    close(room, contest)
    with pytest.raises(WorkshopError, match="your earlier ballot still counts"):
        room.cast(room.participants[0], contest.id, {"abstain": True}, revision=2)


def test_a_retry_of_the_counted_ballot_is_answered_as_counted_after_the_close(
    room: Room, contest: Contest
) -> None:
    close(room, contest)
    voter = room.participants[0]
    assert room.cast(voter, contest.id, {"ranking": contest.options[:3]})["ok"]


def test_people_who_join_after_the_close_do_not_change_the_turnout(
    room: Room, contest: Contest
) -> None:
    close(room, contest)
    room.join(5)
    page = room.organizer_visitor().get(f"/console/{room.code}/ranking").get_data(as_text=True)
    assert "8</span> of 10 voted" in page


def test_the_watch_closes_a_vote_whose_clock_has_run_out(room: Room, contest: Contest) -> None:
    run_out(room, contest)
    assert expired_timers.close_due() == 1
    assert fresh(contest).state == CLOSED


def press(room: Room, contest: Contest, action: str, *, every: bool = False) -> tuple[int, str]:
    """Press a button of the vote's timer, or of all timers; returns the status and the error."""
    scope = "all" if every else f"contest:{contest.id}"
    change = {"scope": scope, "action": action, "minutes": "1"}
    answer = room.organizer_visitor().post(f"/console/{room.code}/clock", change)
    return answer.status_code, ((answer.json or {}).get("error") or {}).get("message", "")


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("action", ["extend", "start"])
def test_a_vote_that_gets_more_time_after_its_end_is_reopened(
    room: Room, contest: Contest, action: str, every: bool
) -> None:
    run_out(room, contest)
    with pytest.raises(WorkshopError, match="Voting has closed"):
        room.cast(room.participants[8], contest.id, {"ranking": contest.options[:3]})
    assert press(room, contest, action, every=every) == (200, "")
    assert not actions.close_if_due(room.organizer, contest.id)
    with reading() as session:
        logged = log_entries(session, room.workshop_id)[-3:]
    after_the_close = ["contest-reopened", f"clock-{action}"]
    assert [one.action for one in logged] == ["contest-closed", *after_the_close]
    assert logged[0].actor == "organizer: the clock"
    assert len(fresh(contest).reopened) == 1  # so phones ask for the refused ballot again
    room.cast(room.participants[8], contest.id, {"ranking": contest.options[:3]})


@pytest.mark.parametrize("action", ["extend", "pause", "clear"])
def test_a_vote_that_gets_more_time_before_its_end_is_not_reopened(
    room: Room, contest: Contest, action: str
) -> None:
    assert press(room, contest, "start") == (200, "")
    assert press(room, contest, action) == (200, "")
    assert (fresh(contest).state, fresh(contest).reopened) == (OPEN, [])


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("action", ["pause", "clear"])
def test_a_vote_whose_time_has_run_out_cannot_be_held_open(
    room: Room, contest: Contest, action: str, every: bool
) -> None:
    run_out(room, contest)
    message = "The time has run out. Reopen the vote to give more time."
    assert press(room, contest, action, every=every) == (409, message)
    assert expired_timers.close_due() == 1


def test_a_vote_that_ended_while_no_server_ran_accepts_the_ballots_from_then(
    room: Room, contest: Contest
) -> None:
    run_out(room, contest)
    with Server():
        room.cast(room.participants[8], contest.id, {"ranking": contest.options[:3]})


def test_after_a_restart_timed_votes_last_at_least_another_minute(
    room: Room, contest: Contest
) -> None:
    ended, ending, lasting, paused, untimed, closed = room.contests()
    seconds = {ended.id: -3600, ending.id: 20, lasting.id: 600, paused.id: 20, closed.id: 20}
    with transaction() as session:
        for one, left in seconds.items():
            start_clock(session, room.workshop_id, f"contest:{one}", left)
        pause_clock(session, room.workshop_id, f"contest:{paused.id}")
    close(room, closed)
    with reading() as session:
        before = timers(session, room.workshop_id)
    earliest = now() + timedelta(minutes=1)
    expired_timers.give_grace()
    with reading() as session:
        after = timers(session, room.workshop_id)
        logged = {one.detail["contest"] for one in log_entries(session, room.workshop_id)[-2:]}
    changed = {f"contest:{one.id}" for one in (ended, ending)}
    assert {scope for scope in before if after[scope] != before[scope]} == changed
    assert all(after[scope]["ends"] >= (milliseconds(earliest) or 0) for scope in changed)
    assert logged == {ended.id, ending.id}
    assert expired_timers.close_due() == 0
    assert f"contest:{untimed.id}" not in after


def test_a_vote_whose_time_had_run_out_before_a_restart_is_reopened(
    room: Room, contest: Contest
) -> None:
    run_out(room, contest)
    expired_timers.give_grace()
    assert (fresh(contest).state, len(fresh(contest).reopened)) == (OPEN, 1)
    expired_timers.give_grace()  # within the minute, it has not run out
    assert len(fresh(contest).reopened) == 1


def test_a_server_that_keeps_restarting_does_not_keep_a_vote_open(
    room: Room, contest: Contest
) -> None:
    for _restart in range(MOST_RESTARTS):
        run_out(room, contest)
        expired_timers.give_grace()
        assert expired_timers.close_due() == 0
    run_out(room, contest)
    expired_timers.give_grace()
    assert expired_timers.close_due() == 1
    assert fresh(contest).state == CLOSED


def test_a_vote_that_cannot_last_longer_keeps_no_other_from_that(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    contests = room.contests()
    run_out(room, *contests)

    def extend_others(session: Any, actor: Any, contest_id: str, seconds: int) -> None:
        if contest_id == contest.id:
            raise ArithmeticError
        extend_after_restart(session, actor, contest_id, seconds)

    monkeypatch.setattr(expired_timers, "extend_after_restart", extend_others)
    expired_timers.give_grace()
    assert expired_timers.close_due() == 1
    assert fresh(contest).state == CLOSED


def test_a_vote_that_cannot_be_closed_keeps_no_other_open(
    room: Room, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    contests = room.contests()
    run_out(room, *contests)

    def close_others(session: object, actor: object, one: Contest) -> None:
        if one.id == contest.id:
            raise ArithmeticError
        close_contest(session, actor, one)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "close_contest", close_others)
    expired_timers.close_due()
    states = {one.id: one.state for one in room.contests()}
    assert states == {one.id: CLOSED for one in contests} | {contest.id: OPEN}


def test_a_vote_closed_by_the_organizer_is_not_closed_again(room: Room, contest: Contest) -> None:
    run_out(room, contest)

    def press() -> None:
        with suppress(Conflict):  # the timer may be first
            close(room, contest)

    pressed = Thread(target=press)
    pressed.start()
    expired_timers.close_due()
    pressed.join(60)
    assert fresh(contest).state == CLOSED
    assert not actions.close_if_due(room.organizer, contest.id)


def test_only_open_votes_are_closed(room: Room, contest: Contest) -> None:
    close(room, contest)
    with pytest.raises(Conflict):
        close(room, contest)
