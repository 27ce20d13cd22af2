"""The organizer's timers: of the stage, a vote, or a group, and never of another workshop."""

from datetime import timedelta

import pytest

from polling.breakouts.queries import groups
from polling.contests.models import OPEN
from polling.core.db import reading, transaction
from polling.facilitation import expired_timers
from polling.workshop.queries import timers
from polling.workshop.timers import LONGEST, extend_clock, pause_clock, start_clock
from tests.databases import on_both
from tests.prepared_rooms import Prepared
from tests.room import Room


@pytest.fixture
def voting(room: Room, prepared: Prepared) -> Room:
    prepared.get(open_votes, room)
    return room


def open_votes(room: Room) -> None:
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    room.open_ranking()


@pytest.fixture
def neighbour(voting: Room) -> Room:
    """Another workshop on the same server, with its own organizer."""
    other = Room.of(voting.app, organizer="neighbour@test.example")
    other.go("lobby")
    other.join(3)
    other.go("ranking")
    return other


def scopes(room: Room) -> list[str]:
    contest = room.contests()[0]
    with reading() as session:
        return [f"contest:{contest.id}", f"group:{groups(session, room.workshop_id)[0].id}"]


def running(room: Room) -> set[str]:
    with reading() as session:
        return set(timers(session, room.workshop_id))


def start(room: Room, scope: str) -> int:
    change = {"scope": scope, "action": "start", "seconds": 60}
    return room.organizer_visitor().post(f"/console/{room.code}/clock", change).status_code


def test_of_the_stage_a_vote_and_a_group(voting: Room) -> None:
    every = ["stage", *scopes(voting)]
    assert [start(voting, scope) for scope in every] == [200, 200, 200]
    assert running(voting) == set(every)


def test_what_belongs_to_another_workshop_is_not_found(voting: Room, neighbour: Room) -> None:
    assert [start(neighbour, scope) for scope in scopes(voting)] == [404, 404]
    assert running(neighbour) == set()


def test_a_clock_of_another_workshop_neither_stops_nor_closes_a_vote(
    voting: Room, neighbour: Room
) -> None:
    contest = voting.contests()[0]
    with transaction() as session:
        start_clock(session, neighbour.workshop_id, f"contest:{contest.id}", 0)
    voting.cast(voting.participants[0], contest.id, {"ranking": contest.options[:3]})
    expired_timers.close_due()
    assert voting.contests()[0].state == OPEN


@on_both
@pytest.mark.parametrize("paused", [False, True])
def test_a_timer_can_be_extended_without_end(room: Room, paused: bool) -> None:
    with transaction() as session:
        start_clock(session, room.workshop_id, "stage", 60)
        if paused:
            pause_clock(session, room.workshop_id, "stage")
        for _ in range(200):
            extend_clock(session, room.workshop_id, "stage", 4 * 3600)
        if not paused:
            pause_clock(session, room.workshop_id, "stage")
    with reading() as session:
        left = timers(session, room.workshop_id)["stage"]["left"]
    assert left == pytest.approx(LONGEST / timedelta(milliseconds=1), rel=1e-3)
