"""Seating rules: set by number, and kept when groups are formed."""

from typing import Any

import pytest
from sqlalchemy import select

from polling.breakouts import queries
from polling.breakouts.models import SeatingRule
from polling.breakouts.seating import actions
from polling.core.db import reading, transaction
from polling.core.errors import BadInput, NotFound
from polling.workshop.queries import log_entries
from tests.breakouts.full_room import group, seats
from tests.room import Room


def pair(room: Room, kind: str, one: int, other: int) -> None:
    with transaction() as session:
        actions.add_pair_rule(session, room.organizer, kind=kind, one=one, other=other)


def pin(room: Room, one: int, number: int) -> None:
    with transaction() as session:
        actions.add_pin(session, room.organizer, one=one, group_id=group(room, number).id)


def asked(room: Room) -> list[tuple[str, int, int | None]]:
    with reading() as session:
        return [
            (
                rule.kind,
                rule.participant.number,
                rule.other_participant.number if rule.other_participant else None,
            )
            for rule in queries.seating_rules(session, room.workshop_id)
        ]


def post(room: Room, path: str, **sent: Any) -> Any:
    return room.organizer_visitor().post(f"/console/{room.code}/groups/{path}", sent)


def test_repairing_keeps_the_rules_and_moves_few(at_work: Room) -> None:
    before = seats(at_work)  # 1 and 12 are in group 1; 2 in group 2, 3 in group 3
    pair(at_work, "apart", 1, 12)
    pair(at_work, "together", 2, 3)
    pin(at_work, 4, 9)
    assert post(at_work, "even-out").status_code == 200
    after = seats(at_work)
    assert after[1] != after[12]
    assert after[2] == after[3]
    assert after[4] == 9
    assert sum(before[number] != after[number] for number in before) <= 6


def test_the_log_does_not_say_for_whom_a_rule_is(at_work: Room) -> None:
    pair(at_work, "apart", 1, 12)
    pin(at_work, 4, 9)
    with reading() as session:
        rules = [rule.id for rule in queries.seating_rules(session, at_work.workshop_id)]
    with transaction() as session:
        for rule in rules:
            actions.drop_rule(session, at_work.organizer, rule)
    with reading() as session:
        logged = log_entries(session, at_work.workshop_id)[-4:]
    assert [entry.detail for entry in logged] == [{"kind": "apart"}, {"group": 9}, {}, {}]


def test_what_is_not_as_asked_is_said(at_work: Room) -> None:
    pair(at_work, "apart", 1, 12)
    pin(at_work, 4, 9)
    path = f"/console/{at_work.code}/breakouts?view=people"
    page = at_work.organizer_visitor().get(path).get_data(as_text=True)
    assert "#1, #12 should be in different groups." in page
    assert "#4 should be in group 9." in page


def test_the_last_word_on_a_pair_or_a_person_counts(at_work: Room) -> None:
    pair(at_work, "apart", 1, 12)
    pair(at_work, "together", 12, 1)
    for number in (3, 9):
        pin(at_work, 4, number)
    assert asked(at_work) == [("together", 1, 12), ("pin", 4, None)]


def test_nobody_is_kept_from_themselves_or_from_a_stranger(at_work: Room) -> None:
    with pytest.raises(BadInput):
        pair(at_work, "apart", 1, 1)
    with pytest.raises(NotFound):
        pair(at_work, "apart", 1, 999)


def test_a_rule_is_dropped_by_its_own_workshop_alone(at_work: Room) -> None:
    pair(at_work, "apart", 1, 12)
    other = Room.of(at_work.app)
    with reading() as session:
        rule = session.scalars(select(SeatingRule.id)).one()
    with pytest.raises(NotFound), transaction() as session:
        actions.drop_rule(session, other.organizer, rule)
    assert post(at_work, f"rules/{rule}/drop").status_code == 200
    assert asked(at_work) == []


def test_one_click_frees_the_seats_of_no_shows_and_repairs_the_groups(at_work: Room) -> None:
    gone = list(range(1, 45, 11))  # four of group 1's eight
    sent = {"numbers[]": gone, "repair": "true"}
    assert post(at_work, "no-shows", **sent).status_code == 200
    after = seats(at_work)
    assert set(gone) & after.keys() == set()
    assert {list(after.values()).count(number) for number in after.values()} <= {6, 7, 8}


def test_a_move_says_what_it_would_do_to_size_and_mix(at_work: Room) -> None:
    pair(at_work, "apart", 1, 2)
    person = at_work.participants[0]
    path = f"/console/{at_work.code}/breakouts?view=people&move={person}"
    page = at_work.organizer_visitor().get(path).get_data(as_text=True)
    target = page.split(f'data-target="{group(at_work, 2).id}"')[1].split("</form>")[0]
    assert "new size: 8" in target
    assert "#1, #2 should be in different groups." in target
