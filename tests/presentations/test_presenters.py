"""The presenting member turns the pages on their phone."""

import pytest

from polling.breakouts import queries as breakouts
from polling.breakouts.seating import actions as seating
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.people.models import Participant
from polling.presentations import actions, queries
from polling.workshop import queries as workshops
from tests.breakouts.full_room import group
from tests.presentations.test_comments import member
from tests.presentations.test_turns import at, facilitator, present, turn
from tests.room import Room


def choose(room: Room, number: int, person: int | None) -> None:
    with transaction() as session:
        actions.choose_presenter(session, facilitator(room, number), person)


def volunteer(room: Room, number: int, place: int, willing: bool = True) -> None:
    with transaction() as session:
        actions.volunteer(session, member(room, number, place), willing=willing)


def presenter(room: Room, number: int) -> int | None:
    with reading() as session:
        return queries.presenters(session, room.workshop_id).get(group(room, number).id)


def test_only_the_volunteer_turns_the_pages(presenting: Room) -> None:
    present(presenting, 3)
    volunteer(presenting, 3, 1)
    turn(presenting, 1, by=member(presenting, 3, 1))
    with pytest.raises(NotAllowed):
        turn(presenting, 1, by=member(presenting, 3, 0))
    assert at(presenting) == 0


def test_a_presenter_waits_for_the_turn_of_the_own_group(presenting: Room) -> None:
    volunteer(presenting, 3, 0)
    present(presenting, 4)
    with pytest.raises(NotAllowed):
        turn(presenting, 1, by=member(presenting, 3, 0))


def test_one_presents_at_a_time_until_they_say_otherwise(presenting: Room) -> None:
    volunteer(presenting, 3, 0)
    with pytest.raises(Conflict):
        volunteer(presenting, 3, 1)
    volunteer(presenting, 3, 0, willing=False)
    volunteer(presenting, 3, 1)
    assert presenter(presenting, 3) == 14  # 3, 14, 25, … are in group 3


def test_the_facilitator_chooses_among_the_members(presenting: Room) -> None:
    choose(presenting, 3, 25)
    choose(presenting, 3, 14)
    assert presenter(presenting, 3) == 14
    with pytest.raises(NotFound):
        choose(presenting, 3, 4)
    choose(presenting, 3, None)
    assert presenter(presenting, 3) is None


def test_who_moves_to_another_group_does_not_present_there(presenting: Room) -> None:
    choose(presenting, 3, 14)
    with transaction() as session:
        person = session.get_one(Participant, member(presenting, 3, 1).participant_id)
        other = breakouts.group(session, presenting.workshop_id, group(presenting, 4).id)
        seating.move(session, presenting.organizer, person, other)
    assert (presenter(presenting, 3), presenter(presenting, 4)) == (None, None)


def clocks(room: Room) -> set[int]:
    """The numbers of the groups whose timers run."""
    with reading() as session:
        running = workshops.timers(session, room.workshop_id)
        groups = breakouts.groups(session, room.workshop_id)
        return {one.number for one in groups if f"group:{one.id}" in running}


def test_the_clock_of_a_group_runs_while_it_is_on_the_screen(presenting: Room) -> None:
    seen = []
    for number in (3, 4, 4, 5):
        present(presenting, number)
        seen.append(clocks(presenting))
    assert seen == [{3}, {4}, {4}, {5}]


def test_showing_a_group_again_does_not_give_it_more_time(presenting: Room) -> None:
    ends = []
    for _time in range(2):
        present(presenting, 3)
        with reading() as session:
            ends.append(workshops.timers(session, presenting.workshop_id))
    assert ends[0] == ends[1]
