"""Participation: by one attribute and by two, and what is suppressed."""

import pytest
from flask import Flask

from polling.core.db import transaction
from polling.people.models import Participant
from polling.report.data.report_data import Report
from polling.report.document_blocks import Table
from polling.report.queries import report
from polling.report.sections.participation import crossings
from polling.report.tables import tables
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from tests.report import small_workshop
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
    room = Room.of(app, small_workshop.small_file())
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
    found = [one for one in crossings(made) if isinstance(one, Table)]
    return next(one for one in found if one.caption.startswith(caption))


def test_each_cell_is_a_rounded_part_of_its_row(mixed: Room) -> None:
    table = crossed(made_of(mixed), "Sector by Gender")
    assert (table.caption, table.note) == (
        "Sector by Gender (n = 49)",
        ("Counts are rounded to protect privacy. “All” includes people who did not answer."),
    )
    assert table.columns == ["Sector", "Woman", "Man", "All"]
    assert table.rows == [
        ["Media", "10 (53%)", "10 (53%)", 19],
        ["NGO", "15 (94%)", "0 (0%)", 16],
        ["Government", "5 (36%)", "10 (71%)", 14],
    ]


def test_no_other_attribute_is_published_by_sector(mixed: Room) -> None:
    assert [(one.rows, one.columns) for one in made_of(mixed).crossings] == [("Sector", "Gender")]


def test_the_tables_have_the_same_numbers(mixed: Room) -> None:
    (table,) = (one for one in tables(made_of(mixed)) if one.name == "participation crossed")
    assert ["Sector", "NGO", "Gender", "Woman", 15, 49] in table.rows


def test_a_file_brings_the_same_tables_back(mixed: Room) -> None:
    made = made_of(mixed)
    with transaction() as session:
        again = load(session, dump(session, by_id(session, mixed.workshop_id)))
        assert report(session, again, MOMENT).crossings == made.crossings
    assert made.crossings != []
