"""Removing a participant during the group work frees their seat and their duties."""

from polling.breakouts import queries
from polling.breakouts.seating import actions as seating
from polling.core.db import reading, transaction
from polling.people.actions import participants
from polling.people.models import Participant
from polling.presentations import actions as presentations
from polling.presentations.queries import presenter
from tests.breakouts.full_room import group
from tests.room import Room


def number_1(room: Room) -> int:
    """The participant with this number, who is in group 1."""
    return room.participants[0]


def remove(room: Room, person_id: int) -> None:
    with transaction() as session:
        participants.remove(session, room.organizer, session.get_one(Participant, person_id))


def let_in(room: Room, person_id: int) -> None:
    with transaction() as session:
        participants.let_in_again(session, room.organizer, session.get_one(Participant, person_id))


def members(room: Room) -> list[int]:
    with reading() as session:
        return [person.id for person in queries.members_of(session, group(room, 1))]


def test_their_seat_is_free_until_they_are_let_in_again(at_work: Room) -> None:
    person, before = number_1(at_work), members(at_work)
    remove(at_work, person)
    assert members(at_work) == [one for one in before if one != person]
    tablet = at_work.facilitator_visitor(1).get(f"/w/{at_work.code}/facilitator").text
    assert tablet.count(" offline</span>") == len(before) - 1
    let_in(at_work, person)
    assert members(at_work) == before


def test_who_presented_does_so_no_longer_even_when_let_in_again(at_work: Room) -> None:
    at_work.go("presentations")
    person = number_1(at_work)
    with transaction() as session:
        presentations.volunteer(session, at_work.actor(person), willing=True)
    remove(at_work, person)
    let_in(at_work, person)
    with reading() as session:
        assert presenter(session, group(at_work, 1)) is None


def test_seating_rules_of_removed_people_wait_until_they_are_back(at_work: Room) -> None:
    with transaction() as session:
        seating.add_pair_rule(session, at_work.organizer, kind="apart", one=1, other=12)
        nine = group(at_work, 9).id
        seating.add_pin(session, at_work.organizer, one=1, group_id=nine)
    remove(at_work, number_1(at_work))
    organizer, path = at_work.organizer_visitor(), f"/console/{at_work.code}"
    page = organizer.get(f"{path}/breakouts?view=people")
    assert page.status_code == 200
    assert "should be in" not in page.text
    assert organizer.post(f"{path}/groups/even-out").status_code == 200
    let_in(at_work, number_1(at_work))
    page = organizer.get(f"{path}/breakouts?view=people")
    assert "#1 should be in group 9." in page.text
