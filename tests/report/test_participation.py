"""Who took part: by one attribute and by two, and what stays hidden."""

import pytest
from flask import Flask

from polling.db import transaction
from polling.people.models import Participant
from polling.report.blocks import Table
from polling.report.figures.facts import Report
from polling.report.queries import report
from polling.report.sections.participation import participation
from polling.report.tables import tables
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from tests.report import small
from tests.report.conftest import MOMENT
from tests.room import Room

SAID = (
    (("Government", "Speaker", "Woman"), 6),
    (("Government", "Attendee", "Man"), 8),
    (("NGO", "Speaker", "Woman"), 7),
    (("NGO", "Attendee", "Woman"), 6),
    (("NGO", "Attendee", "Man"), 1),
    (("NGO", "Attendee", ""), 2),
    (("Media", "Speaker", "Woman"), 9),
    (("Media", "Attendee", "Man"), 10),
)


@pytest.fixture
def mixed(app: Flask) -> Room:
    room = Room.of(app, small.small_file())
    room.go("lobby")
    room.join(sum(count for _, count in SAID))
    everybody = iter(room.participants)
    with transaction() as session:
        for (sector, role, gender), count in SAID:
            for _ in range(count):
                person = session.get_one(Participant, next(everybody))
                person.attributes = {"sector": sector, "role": role, "gender": gender}
    return room


def made_of(room: Room) -> Report:
    with transaction() as session:
        return report(session, by_id(session, room.workshop_id), MOMENT)


def crossed(made: Report, caption: str) -> Table:
    found = [one for one in participation(made) if isinstance(one, Table)]
    return next(one for one in found if one.caption.startswith(caption))


def test_each_cell_is_a_part_of_its_row(mixed: Room) -> None:
    table = crossed(made_of(mixed), "Sector and Role")
    assert (table.caption, table.note) == ("Sector and Role, of 49", "")
    assert table.columns == ["Sector", "Attendee", "Speaker", "All"]
    assert table.rows == [
        ["Media", "10 (53 %)", "9 (47 %)", 19],
        ["NGO", "9 (56 %)", "7 (44 %)", 16],
        ["Government", "8 (57 %)", "6 (43 %)", 14],
    ]


def test_what_is_hidden_says_so_and_who_did_not_say_is_in_the_total(mixed: Room) -> None:
    table = crossed(made_of(mixed), "Sector and Gender")
    assert table.columns == ["Sector", "Woman", "Man", "All"]
    assert table.rows == [
        ["Media", "9 (47 %)", "10 (53 %)", 19],
        ["NGO", "13 (81 %)", "hidden", 16],
        ["Government", "6 (43 %)", "hidden", 14],
    ]
    assert table.note == (
        "Hidden: what fewer than 5 people said, and what would give that away. "
        "All: with those who did not say."
    )


def test_the_tables_have_the_same_and_no_number_where_it_is_hidden(mixed: Room) -> None:
    (table,) = (one for one in tables(made_of(mixed)) if one.name == "participation crossed")
    assert ["Sector", "NGO", "Role", "Speaker", 7, 49] in table.rows
    assert ["Sector", "NGO", "Gender", "Man", None, 49] in table.rows


def test_a_file_brings_the_same_tables_back(mixed: Room) -> None:
    made = made_of(mixed)
    with transaction() as session:
        again = load(session, dump(session, by_id(session, mixed.workshop_id)))
        assert report(session, again, MOMENT).crossings == made.crossings
    assert made.crossings != []
