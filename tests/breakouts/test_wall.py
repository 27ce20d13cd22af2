"""The organizer's wall of groups."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.seating import actions as seating
from polling.breakouts.wall import QUIET, Card, Wall, wall
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.people.models import Participant
from polling.workshop import queries as workshops
from tests.breakouts.full_room import draft, group
from tests.room import Room


def look(room: Room) -> Wall:
    with reading() as session:
        return wall(session, workshops.by_id(session, room.workshop_id))


def card(room: Room, number: int) -> Card:
    cards: list[Card] = look(room).cards
    return next(one for one in cards if one.group.number == number)


def order(room: Room) -> list[tuple[int, str]]:
    return [(one.group.number, one.state) for one in look(room).cards]


def change(room: Room, number: int, **values: Any) -> None:
    with transaction() as session:
        found = session.get_one(Group, group(room, number).id)
        for name, value in values.items():
            setattr(found, name, value)


def ago(**span: float) -> datetime:
    return now() - timedelta(**span)


def test_those_who_need_somebody_come_first_and_have_waited_longest(at_work: Room) -> None:
    change(at_work, 4, help_since=ago(minutes=1))
    change(at_work, 9, help_since=ago(minutes=3))
    change(at_work, 2, active_at=ago(minutes=6))
    change(at_work, 7, active_at=ago(minutes=8))
    change(at_work, 1, ready=True)
    assert order(at_work) == [
        (9, "help"),
        (4, "help"),
        (7, "quiet"),
        (2, "quiet"),
        (3, "working"),
        (5, "working"),
        (6, "working"),
        (8, "working"),
        (10, "working"),
        (11, "working"),
        (1, "ready"),
    ]


@pytest.mark.parametrize(
    "minutes,state", [(4.9, "working"), (5, "quiet")], ids=["not yet", "five minutes"]
)
def test_a_group_is_quiet_after_five_minutes(at_work: Room, minutes: float, state: str) -> None:
    change(at_work, 2, active_at=ago(minutes=minutes))
    assert card(at_work, 2).state == state


def test_a_group_that_is_ready_may_be_quiet(at_work: Room) -> None:
    change(at_work, 2, active_at=ago(minutes=30), ready=True)
    assert card(at_work, 2).state == "ready"


def test_nobody_is_quiet_once_the_presentations_have_begun(at_work: Room) -> None:
    at_work.go("presentations")
    change(at_work, 2, active_at=ago(minutes=30))
    assert card(at_work, 2).state == "working"


def test_silence_counts_from_the_start_for_a_group_that_never_writes(at_work: Room) -> None:
    found = card(at_work, 5)
    assert found.since is not None
    assert now() - found.since < timedelta(minutes=1)


def test_the_wall_knows_when_to_look_again(at_work: Room) -> None:
    for number in range(1, 12):
        change(at_work, number, active_at=ago(minutes=1))
    change(at_work, 6, active_at=ago(minutes=4))
    expected = card(at_work, 6).group.active_at
    assert expected is not None
    assert look(at_work).quiet_at == expected + QUIET


def test_a_group_without_members_is_last_and_never_quiet(at_work: Room) -> None:
    with transaction() as session:
        for person_id in at_work.participants[::11]:  # everybody in group 1
            person = session.get_one(Participant, person_id)
            seating.move(session, at_work.organizer, person, None)
    change(at_work, 1, active_at=ago(minutes=30))
    assert order(at_work)[-1] == (1, "empty")


def test_progress_shows_written_and_current_issues(at_work: Room) -> None:
    draft(at_work, per_issue=2)
    with reading() as session:
        second = workshops.priority_issues(session, group(at_work, 1).theme_id)[1]
    change(at_work, 1, issue_id=second.id)
    assert [(one.steps, len(one.recommendations)) for one in card(at_work, 1).issues] == [
        (2, 2),
        (1, 2),
        (2, 2),
    ]


def test_an_issue_without_a_recommendation_has_not_begun(at_work: Room) -> None:
    assert [one.steps for one in card(at_work, 1).issues] == [1, 0, 0]


def test_a_ready_group_is_done_with_what_it_has_written(at_work: Room) -> None:
    draft(at_work)
    change(at_work, 1, ready=True)
    assert [one.steps for one in card(at_work, 1).issues] == [2, 2, 2]


def test_a_group_counts_its_own_words_and_not_its_twins(at_work: Room) -> None:
    draft(at_work, per_issue=1)
    with transaction() as session:
        for one in queries.written_by(session, session.get_one(Group, group(at_work, 2).id)):
            one.deleted_at = now()
    first, twin = card(at_work, 1), card(at_work, 2)
    assert (first.recommendations, twin.recommendations, twin.words) == (3, 0, 0)
    assert first.words > 30
