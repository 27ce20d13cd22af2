"""Turns, and turning the pages."""

import pytest
from sqlalchemy import select

from polling.breakouts import queries as breakouts
from polling.breakouts.seating import actions as seating
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.people.models import Participant
from polling.presentations import actions, queries
from polling.presentations.queries import Slide
from polling.setup.actions import groups as setup
from polling.workshop import queries as workshops
from tests.breakouts.full_room import group
from tests.room import Room


def present(room: Room, number: int) -> None:
    with transaction() as session:
        actions.present(session, room.organizer, group(room, number).id)


def turn(room: Room, step: int, by: Actor | None = None) -> None:
    with transaction() as session:
        actions.turn(session, by or room.organizer, step)


def facilitator(room: Room, number: int) -> Actor:
    return Actor(Role.FACILITATOR, room.workshop_id, group_id=group(room, number).id)


def shown(room: Room) -> Slide | None:
    with reading() as session:
        workshop = workshops.by_id(session, room.workshop_id)
        return queries.slide(session, workshop, queries.order(session, workshop.id))


def at(room: Room) -> int | None:
    slide = shown(room)
    assert slide
    return slide.at


def test_nothing_is_on_the_screen_at_first(presenting: Room) -> None:
    assert shown(presenting) is None


def test_a_group_begins_with_its_title(presenting: Room) -> None:
    present(presenting, 3)
    slide = shown(presenting)
    assert slide is not None
    assert (slide.group.number, slide.place, slide.groups) == (3, 3, 11)
    assert (slide.at, slide.recommendation) == (None, None)


def test_pages_turn_one_by_one_and_back_to_the_title(presenting: Room) -> None:
    present(presenting, 3)
    seen = []
    for step in (1, 1, -1, -1, -1):
        turn(presenting, step)
        seen.append(at(presenting))
    assert seen == [0, 1, 0, None, None]


def test_the_last_page_stays(presenting: Room) -> None:
    present(presenting, 9)
    for _page in range(7):
        turn(presenting, 1)
    assert at(presenting) == 3  # two issues with two recommendations each


def test_recommendations_come_issue_by_issue(presenting: Room) -> None:
    present(presenting, 1)
    slide = shown(presenting)
    assert slide is not None
    assert [(issue.priority, len(written)) for issue, written in slide.issues] == [
        (1, 2),
        (2, 2),
        (3, 2),
    ]


def test_deleting_the_shown_recommendation_shows_a_remaining_one(presenting: Room) -> None:
    present(presenting, 9)
    for _page in range(4):
        turn(presenting, 1)
    with transaction() as session:
        group_9 = breakouts.group(session, presenting.workshop_id, group(presenting, 9).id)
        breakouts.written_by(session, group_9)[-1].deleted_at = now()
    assert at(presenting) == 2


def test_a_group_that_deletes_everything_shows_its_title(presenting: Room) -> None:
    present(presenting, 9)
    turn(presenting, 1)
    with transaction() as session:
        group_9 = breakouts.group(session, presenting.workshop_id, group(presenting, 9).id)
        for one in breakouts.written_by(session, group_9):
            one.deleted_at = now()
    assert at(presenting) is None
    turn(presenting, 1)
    assert at(presenting) is None


def test_a_facilitator_turns_the_pages_of_their_own_group(presenting: Room) -> None:
    present(presenting, 3)
    turn(presenting, 1, by=facilitator(presenting, 3))
    assert at(presenting) == 0


def test_a_facilitator_does_not_turn_the_pages_of_another_group(presenting: Room) -> None:
    present(presenting, 3)
    with pytest.raises(NotAllowed):
        turn(presenting, 1, by=facilitator(presenting, 4))
    assert at(presenting) is None


def test_nobody_turns_pages_while_no_group_presents(presenting: Room) -> None:
    with pytest.raises(Conflict):
        turn(presenting, 1)
    with pytest.raises(NotAllowed):
        turn(presenting, 1, by=facilitator(presenting, 3))


def test_no_group_presents_at_another_stage(presenting: Room) -> None:
    presenting.go("breakouts")
    with pytest.raises(Conflict):
        present(presenting, 3)


def test_a_group_of_another_workshop_cannot_present(presenting: Room) -> None:
    other = Room.of(presenting.app)
    with pytest.raises(NotFound), transaction() as session:
        actions.present(session, presenting.organizer, group(other, 1).id)


def test_clearing_the_screen_shows_the_order_again(presenting: Room) -> None:
    present(presenting, 3)
    with transaction() as session:
        actions.clear(session, presenting.organizer)
    assert shown(presenting) is None


def test_nothing_is_shown_any_more_after_the_presentations(presenting: Room) -> None:
    present(presenting, 3)
    presenting.go("final_vote", "presentations")
    assert shown(presenting) is None


def test_after_a_group_on_the_screen_was_deleted_the_next_one_can_present(
    presenting: Room,
) -> None:
    with transaction() as session:
        setup.add(session, presenting.organizer, theme_id=group(presenting, 1).theme_id, count=1)
    with transaction() as session:
        person = session.scalars(select(Participant).limit(1)).one()
        added = group(presenting, 12)
        seating.move(session, presenting.organizer, person, added)
    present(presenting, 12)
    with transaction() as session:
        setup.remove(session, presenting.organizer, added.id)
    assert shown(presenting) is None
    with reading() as session:
        workshop = workshops.by_id(session, presenting.workshop_id)
        assert added.id not in queries.presented(workshop)
    present(presenting, 3)
    slide = shown(presenting)
    assert slide
    assert slide.group.number == 3
