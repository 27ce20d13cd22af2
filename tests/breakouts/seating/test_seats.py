"""Wishes, forming groups, moving people, and late arrivals."""

from collections import Counter
from unittest.mock import Mock

import pytest
from flask import Flask
from sqlalchemy import delete

from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.breakouts.seating import actions
from polling.breakouts.seating.grouping_problem import seating
from polling.breakouts.seating.overview import after_forming
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.core.errors import BadInput, Conflict, NotFound
from polling.people.actions import participants
from polling.people.actions.participants import Newcomer
from polling.people.models import Participant
from polling.workshop import queries as workshops
from polling.workshop.models import LogEntry, Workshop
from tests.breakouts.full_room import GROUPS, PEOPLE, draft, group, seat_in_turn, seats
from tests.room import Room


def themes(room: Room) -> list[int]:
    with reading() as session:
        return [theme.id for theme in workshops.themes(session, room.workshop_id)]


def wish(room: Room, person: int, wanted: list[int]) -> None:
    with transaction() as session:
        actions.wish(session, room.actor(person), wanted)


def plan(room: Room, wanted: dict[int, int]) -> None:
    with transaction() as session:
        seen = mark(queries.plan_of_groups(session, room.workshop_id))
        actions.plan_groups(session, room.organizer, wanted, seen=seen)


def move(room: Room, person_id: int, number: int | None) -> None:
    with transaction() as session:
        person = session.get_one(Participant, person_id)
        to = queries.group(session, room.workshop_id, group(room, number).id) if number else None
        actions.move(session, room.organizer, person, to)


def sizes(room: Room) -> Counter[int]:
    return Counter(seats(room).values())


def numbers(room: Room) -> list[int]:
    with reading() as session:
        return [one.number for one in queries.groups(session, room.workshop_id)]


# ---- Wishes ----


def test_wishes_are_kept_in_their_order(full: Room) -> None:
    person, ids = full.participants[0], themes(full)
    wish(full, person, [ids[3], ids[0]])
    with reading() as session:
        assert session.get_one(Participant, person).preferences == [ids[3], ids[0]]


@pytest.mark.parametrize(
    "picked",
    [
        pytest.param([0, 1, 2, 3], id="four"),
        pytest.param([0, 0], id="the same twice"),
        pytest.param([-1], id="of another workshop"),
    ],
)
def test_other_wishes_are_refused_and_the_old_ones_stay(full: Room, picked: list[int]) -> None:
    person, ids = full.participants[3], [*themes(full), 999_999]
    before = [ids[3], ids[4], ids[5]]
    with pytest.raises(BadInput):
        wish(full, person, [ids[at] for at in picked])
    with reading() as session:
        assert session.get_one(Participant, person).preferences == before


# ---- Planning ----


def test_planned_groups_take_the_next_free_numbers(full: Room) -> None:
    first = themes(full)[0]
    plan(full, {first: 1})
    plan(full, {first: 3})
    assert numbers(full) == [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert [group(full, number).theme_id for number in (1, 12, 13)] == [first] * 3


def test_a_theme_that_is_not_named_keeps_its_groups(full: Room) -> None:
    plan(full, {})
    assert len(numbers(full)) == GROUPS


def test_a_group_that_has_written_is_not_taken_away(full: Room) -> None:
    draft(full)
    with pytest.raises(Conflict, match="drafted recommendations"):
        plan(full, {themes(full)[0]: 1})
    assert len(numbers(full)) == GROUPS


def test_members_of_a_group_that_is_taken_away_have_none(full: Room) -> None:
    seat_in_turn(full)
    plan(full, {themes(full)[0]: 1})
    assert (len(seats(full)), sizes(full)[2]) == (PEOPLE - 7, 0)


def test_without_any_group_nothing_is_planned(full: Room) -> None:
    with pytest.raises(Conflict, match="at least one group"):
        plan(full, dict.fromkeys(themes(full), 0))
    assert len(numbers(full)) == GROUPS


def test_nothing_is_planned_before_somebody_has_joined(app: Flask) -> None:
    empty = Room.of(app)
    with pytest.raises(Conflict, match="Nobody"):
        plan(empty, {themes(empty)[0]: 1})


# ---- Seating ----


def test_everybody_is_seated_where_the_optimiser_said(full: Room) -> None:
    seat_in_turn(full)
    assert seats(full) == {number: (number - 1) % GROUPS + 1 for number in range(1, PEOPLE + 1)}


def test_who_came_while_the_optimiser_was_at_work_keeps_their_seat(at_work: Room) -> None:
    everybody = at_work.participants
    at_work.join(1)
    late = seats(at_work)[79]
    at_work.participants = everybody[:78]
    seat_in_turn(at_work, groups=10)
    assert seats(at_work)[79] == late


def test_who_was_moved_while_the_optimiser_was_at_work_keeps_their_seat(at_work: Room) -> None:
    moved, first = at_work.participants[3], str(group(at_work, 1).id)
    with reading() as session:
        before = seating(session, workshops.by_id(session, at_work.workshop_id)).current
    move(at_work, moved, 9)
    with transaction() as session:
        made = {str(person): first for person in at_work.participants}
        actions.seat_everybody(session, at_work.organizer, made, before=before)
    assert sizes(at_work) == {1: PEOPLE - 1, 9: 1}
    assert seats(at_work)[4] == 9


def test_a_seat_in_a_group_that_is_gone_is_passed_over(full: Room) -> None:
    with transaction() as session:
        gone = {str(full.participants[0]): "999999"}
        actions.seat_everybody(session, full.organizer, gone, before={})
    assert seats(full) == {}


def test_re_forming_groups_keeps_their_recommendations(at_work: Room) -> None:
    draft(at_work)
    with reading() as session:
        before = [one.id for one in queries.written(session, at_work.workshop_id)]
    seat_in_turn(at_work, groups=10)
    with reading() as session:
        assert [one.id for one in queries.written(session, at_work.workshop_id)] == before


def test_groups_of_a_wrong_size_are_named_together(full: Room) -> None:
    def said() -> list[str]:
        with reading() as session:
            workshop = session.get_one(Workshop, full.workshop_id)
            return after_forming(session, workshop, None).broken

    assert said() == []
    seat_in_turn(full, groups=3)
    assert said() == ["Too large: groups 1, 2, 3."]
    move(full, full.participants[0], 4)
    move(full, full.participants[1], 5)
    assert said() == ["Too small: groups 4, 5.", "Too large: groups 1, 2, 3."]
    move(full, full.participants[1], 4)
    assert said()[0] == "Too small: group 4."


# ---- By hand ----


def test_moving_one_person_moves_no_other(at_work: Room) -> None:
    before = seats(at_work)
    move(at_work, at_work.participants[0], 7)
    assert seats(at_work) == before | {1: 7}


def test_somebody_can_be_taken_out_of_their_group(at_work: Room) -> None:
    move(at_work, at_work.participants[0], None)
    assert 1 not in seats(at_work)


def test_a_move_is_on_record_without_a_name(at_work: Room) -> None:
    move(at_work, at_work.participants[0], 7)
    with reading() as session:
        entry = workshops.log_entries(session, at_work.workshop_id)[-1]
    assert (entry.action, entry.detail) == ("moved", {"number": 1, "group": 7})


def test_a_group_of_another_workshop_is_not_found(at_work: Room) -> None:
    other = Room.of(at_work.app)
    with pytest.raises(NotFound), reading() as session:
        queries.group(session, at_work.workshop_id, group(other, 1).id)


# ---- Late arrivals ----


def test_who_joins_while_groups_work_is_seated_and_nobody_moves(at_work: Room) -> None:
    before = seats(at_work)
    at_work.join(3)
    after = seats(at_work)
    assert before.items() <= after.items()
    assert set(after) - set(before) == {79, 80, 81}


def test_late_arrivals_even_out_the_sizes(at_work: Room) -> None:
    assert sorted(sizes(at_work).values()) == [7] * 10 + [8]
    at_work.join(10)
    assert set(sizes(at_work).values()) == {8}


def test_a_late_arrival_gets_the_smallest_group_of_a_theme_they_prefer(at_work: Room) -> None:
    person = at_work.participants[0]
    for left in (3, 14):  # now group 3 is the smaller group of the second theme
        move(at_work, at_work.participants[left - 1], None)
    move(at_work, person, None)
    wish(at_work, person, [themes(at_work)[1], themes(at_work)[5]])
    with transaction() as session:
        actions.take_seat(session, at_work.actor(person))
    assert seats(at_work)[1] == 3


def test_the_room_is_counted_once_for_all_who_join_together(
    at_work: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = Mock(wraps=seating)
    monkeypatch.setattr(actions, "seating", rooms)
    with transaction() as session:
        workshop = session.get_one(Workshop, at_work.workshop_id)
        participants.join_all(session, workshop, [Newcomer(workshop.id, {})] * 10)
    assert set(sizes(at_work).values()) == {8}
    assert rooms.call_count == 1


@pytest.mark.parametrize(
    "stages,seated",
    [
        pytest.param([], False, id="lobby"),
        pytest.param(["ranking"], False, id="ranking"),
        pytest.param(["ranking", "breakouts"], True, id="breakouts"),
        pytest.param(["ranking", "breakouts", "presentations"], True, id="presentations"),
        pytest.param(["ranking", "breakouts", "final_vote"], False, id="final vote"),
    ],
)
def test_joining_seats_people_only_while_a_group_is_of_use(
    full: Room, stages: list[str], seated: bool
) -> None:
    seat_in_turn(full)
    full.go(*stages)
    full.join(1)
    assert (79 in seats(full)) is seated


def test_nobody_is_seated_before_groups_are_formed(full: Room) -> None:
    full.go("ranking", "breakouts")
    full.join(1)
    assert seats(full) == {}
    with pytest.raises(Conflict), transaction() as session:
        actions.take_seat(session, full.actor(full.participants[0]))


def test_placing_late_arrivals_seats_them_all_and_moves_nobody(at_work: Room) -> None:
    for person in at_work.participants[:5]:
        move(at_work, person, None)
    before = seats(at_work)
    with transaction() as session:
        assert actions.place_waiting(session, at_work.organizer) == 5
    assert before.items() <= seats(at_work).items()
    assert len(seats(at_work)) == PEOPLE


def test_placing_late_arrivals_without_groups_says_so_and_logs_nobody(room: Room) -> None:
    room.go("lobby")
    room.join(3)
    with transaction() as session:
        session.execute(delete(Group))
    with pytest.raises(Conflict, match="No groups yet"), transaction() as session:
        actions.place_waiting(session, room.organizer)
    with reading() as session:
        assert not session.query(LogEntry).filter(LogEntry.action == "late-placed").count()


def test_only_those_who_are_absent_lose_their_seats(at_work: Room) -> None:
    with transaction() as session:
        assert actions.free_seats(session, at_work.organizer, [1, 2, 999]) == 2
    assert set(range(1, PEOPLE + 1)) - set(seats(at_work)) == {1, 2}


def test_a_no_show_stays_in_the_workshop_and_can_ask_for_a_seat(at_work: Room) -> None:
    with transaction() as session:
        actions.free_seats(session, at_work.organizer, [1])
        actions.take_seat(session, at_work.actor(at_work.participants[0]))
    assert len(seats(at_work)) == PEOPLE
