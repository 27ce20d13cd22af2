"""The numbers of people in a workshop."""

from polling.core.db import reading, transaction
from polling.people import queries
from polling.people.actions import participants
from polling.people.models import Registration
from polling.workshop.models import Workshop
from tests.room import Room


def test_those_who_did_not_say_are_counted_last(room: Room) -> None:
    room.go("lobby")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        for country in ("", "", "", "Laos", "Viet Nam", "Viet Nam"):
            participants.join(session, workshop, {"country": country})
        answers = {"country": {"": 9, "Laos": 1, "Japan": 4}}
        session.add(Registration(workshop_id=workshop.id, people=14, answers=answers))
    with reading() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        here = {one["key"]: one["counts"] for one in queries.by_attribute(session, workshop)}
        (listed,) = queries.registered_by_attribute(session, workshop)
    assert here["country"] == [("Vietnam", 2), ("Laos", 1), ("", 3)]
    assert listed["counts"] == [("Japan", 4), ("Laos", 1), ("", 9)]


def test_the_console_lists_what_only_one_list_says_before_what_nobody_said(room: Room) -> None:
    room.go("lobby")
    room.participant_visitor()
    with transaction() as session:
        answers = {"country": {"Laos": 1}}
        session.add(Registration(workshop_id=room.workshop_id, people=1, answers=answers))
    page = room.organizer_visitor().get(f"/console/{room.code}/lobby").text
    country = page[page.index("<h2>Country</h2>") :]
    assert country.index("Laos") < country.index("not stated")
