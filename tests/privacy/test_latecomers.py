"""Figures that differ by one person disclose nothing about this person."""

import pytest

from polling.contests import actions as contests
from polling.contests.models import Contest
from polling.core.db import reading, transaction
from polling.people.actions.participants import join
from polling.ranking import actions as ranking
from polling.report.published_results.queries import own_results
from polling.workshop.models import Workshop
from tests.room import Room
from tests.screen.shown_results import show_whole

SECTORS = {"Government": 12, "NGO": 9, "Academia": 6, "Media": 4}


def enter(room: Room, sector: str, presence: str = "In the room") -> int:
    """Let a person join."""
    said = {"sector": sector, "presence": presence, "country": "Laos", "gender": "Woman"}
    with transaction() as session:
        person = join(session, session.get_one(Workshop, room.workshop_id), said).id
    room.participants.append(person)
    return person


@pytest.fixture
def ranked(room: Room) -> Room:
    """A room with a hidden sector: Media has four people, who are counted with Academia."""
    room.go("lobby")
    for sector, people in SECTORS.items():
        for at in range(people):
            enter(room, sector, "Virtual" if at == 0 else "In the room")
    room.go("ranking")
    return room


def vote(room: Room, number: int) -> dict[str, dict[str, int]]:
    """Let everybody rank a theme's issues, and return the turnout by sector and presence."""
    contest = room.contests()[number]
    with transaction() as session:
        ranking.open_theme(session, room.organizer, session.get_one(Contest, contest.id))
    options = room.contests()[number].options
    room.cast_all(
        (person, contest.id, {"ranking": [options[person % 3]]}) for person in room.participants
    )
    with transaction() as session:
        voted = session.get_one(Contest, contest.id)
        contests.close_contest(session, room.organizer, voted)
        ranking.reveal(session, room.organizer, voted)
        show_whole(session, room.organizer)
    with reading() as session:
        found = own_results(session, session.get_one(Workshop, room.workshop_id))
    (result,) = (one["result"] for one in found["contests"] if one["id"] == contest.id)
    return {
        table: {row["sector"]: row["present"] for row in result[table]}
        for table in ("sectors", "presence")
    }


def test_one_more_person_makes_no_sector_visible(ranked: Room) -> None:
    first = vote(ranked, 0)
    assert first == {"sectors": {"Government": 12, "Other": 10, "NGO": 9}, "presence": {}}
    enter(ranked, "Media", "Virtual")
    assert vote(ranked, 1)["sectors"] == {"Government": 12, "Other": 11, "NGO": 9}


def test_one_more_person_online_makes_the_people_online_no_more_visible(ranked: Room) -> None:
    vote(ranked, 0)
    enter(ranked, "Media", "Virtual")
    assert vote(ranked, 1)["presence"] == {}


def test_several_more_people_make_a_sector_visible(ranked: Room) -> None:
    vote(ranked, 0)
    for sector in ("Media", "Media", "NGO", "NGO", "Government"):
        enter(ranked, sector)
    seen = {"Government": 13, "NGO": 11, "Academia": 6, "Media": 6}
    assert vote(ranked, 1)["sectors"] == seen


def test_people_who_join_one_by_one_are_counted_together(ranked: Room) -> None:
    first = vote(ranked, 0)["sectors"]
    for number in (1, 2):
        enter(ranked, "Media")
        enter(ranked, "Media")
        assert vote(ranked, number)["sectors"] == first | {"Other": 10 + 2 * number}
