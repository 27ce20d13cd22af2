"""The conversion of the workshop to the optimiser's input."""

from typing import Any

import pytest

from polling.breakouts.seating.grouping_problem import Seating, group_sizes, seating
from polling.core.db import transaction
from polling.grouping import Person
from polling.people.models import Participant
from polling.workshop import queries as workshops
from tests.breakouts.full_room import GROUPS, PEOPLE, group, seat_in_turn
from tests.room import Room


def seen(room: Room, person_id: int, mix: list[str] | None = None, **change: Any) -> Person:
    """The optimiser's view of a person after their answers changed."""
    with transaction() as session:
        person = session.get_one(Participant, person_id)
        for name, value in change.items():
            setattr(person, name, value)
    return next(one for one in ask(room, mix).problem.people if one.id == str(person_id))


def ask(room: Room, mix: list[str] | None = None) -> Seating:
    with transaction() as session:
        return seating(session, workshops.by_id(session, room.workshop_id), mix)


def test_everybody_and_every_group_is_there(full: Room) -> None:
    asked = ask(full).problem
    assert (len(asked.people), len(asked.groups)) == (PEOPLE, GROUPS)


def test_who_sits_somewhere_is_seen_there(full: Room) -> None:
    seat_in_turn(full)
    assert ask(full).current[str(full.participants[0])] == str(group(full, 1).id)


def test_who_was_removed_is_not_seated(full: Room) -> None:
    with transaction() as session:
        session.get_one(Participant, full.participants[0]).removed = True
    assert len(ask(full).problem.people) == PEOPLE - 1


def test_what_people_said_is_compared_without_its_spelling(full: Room) -> None:
    said = {"country": " Lao  PDR ", "sector": "NGO"}
    person = seen(full, full.participants[0], attributes=said)
    assert person.attributes == {"country": "lao pdr", "sector": "ngo"}


def test_presence_is_a_separate_rule(full: Room) -> None:
    person = seen(full, full.participants[0], attributes={"presence": "Virtual"})
    assert (person.virtual, person.attributes) == (True, {})


@pytest.mark.parametrize(
    "language,understood",
    [
        pytest.param("", frozenset(), id="no language of their own: any will do"),
        pytest.param("th", frozenset({"th", "en"}), id="their own and the workshop's first"),
    ],
)
def test_a_language_of_ones_own_does_not_shut_people_out(
    full: Room, language: str, understood: frozenset[str]
) -> None:
    assert seen(full, full.participants[0], language=language).languages == understood


def test_what_is_not_to_be_mixed_weighs_nothing(full: Room) -> None:
    weights = ask(full, mix=["sector"]).problem.weights
    assert weights.of_attribute("country") == 0
    assert weights.of_attribute("sector") == weights.spread


def test_the_workshop_says_how_large_groups_are(full: Room) -> None:
    with transaction() as session:
        workshop = workshops.by_id(session, full.workshop_id)
        workshop.settings = {**workshop.settings, "group_min": 4, "group_max": 5}
        assert list(group_sizes(workshop)) == [4, 5]
