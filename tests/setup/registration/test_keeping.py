"""A registration list over HTTP: previewed, counted, replaced and deleted; what is published."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from polling.core.db import reading, transaction
from polling.people import queries as people
from polling.report.data.report_data import Report
from polling.report.document import publication as document
from polling.report.formats.markdown import markdown
from polling.report.queries import report
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.databases import on_both, on_sqlite
from tests.room import Room
from tests.setup.registration.sample_lists import NAMES, PEOPLE, csv_of, workbook
from tests.visitor import Visitor

MANY = [
    [name, "", "NGO" if at % 3 else "Media", "Laos", "F", "Participant"]
    for at, name in enumerate(f"Person {at}" for at in range(30))
]
ROWS = [NAMES, *MANY, *PEOPLE]


@pytest.fixture
def organizer(room: Room) -> Visitor:
    return room.organizer_visitor()


def sent(organizer: Visitor, room: Room, data: bytes, where: str = "", fields: Any = None) -> Any:
    form = {"file": (io.BytesIO(data), "list.csv")} | (fields or {})
    return organizer.post(f"/console/{room.code}/setup/registration{where}", form)


def stored(room: Room) -> tuple[int, dict[str, dict[str, int]]] | None:
    with reading() as session:
        found = people.registration(session, room.workshop_id)
        return (found.people, found.answers) if found else None


def exported(workshop_id: int) -> bytes:
    with reading() as session:
        return write(dump(session, session.get_one(Workshop, workshop_id)))


def told(room: Room) -> Report:
    with reading() as session:
        return report(session, session.get_one(Workshop, room.workshop_id))


def test_a_preview_shows_the_counts_and_stores_nothing(room: Room, organizer: Visitor) -> None:
    page = sent(organizer, room, csv_of(ROWS).encode(), "/preview").text
    assert "34 people" in page
    assert '<button class="primary" >Save</button>' in page
    assert stored(room) is None


@on_both
def test_the_counts_are_kept_and_another_list_takes_their_place(
    room: Room, organizer: Visitor
) -> None:
    assert sent(organizer, room, csv_of(ROWS).encode()).json["message"] == "Saved."
    kept = stored(room)
    assert kept
    assert (kept[0], kept[1]["sector"]) == (34, {"NGO": 22, "Media": 11, "Government": 1})
    sent(organizer, room, workbook([NAMES, *PEOPLE]))
    assert (stored(room) or (0,))[0] == 4


def test_what_the_organizer_says_of_the_columns_counts(room: Room, organizer: Visitor) -> None:
    columns = ["", "", "", "country", "", ""]
    sent(organizer, room, csv_of(ROWS).encode(), fields={"columns[]": columns})
    assert (stored(room) or (0, {}))[1] == {
        "country": {"Laos": 30, "Vietnam": 2, "Lào PDR": 1, "Thailand": 1}
    }


def test_a_strange_cell_is_counted_as_the_organizer_says(room: Room, organizer: Visitor) -> None:
    data = csv_of([NAMES, ["A", "", "Think tank", "", "", ""]]).encode()
    refused = sent(organizer, room, data)
    assert (refused.status_code, refused.json["error"]["problems"][0]["place"]) == (
        400,
        "Sector, line 2",
    )
    meaning = json.dumps(["sector", "Think tank", "Academia"])
    sent(organizer, room, data, fields={"meanings[]": [meaning, "-", "[1]", "not JSON"]})
    assert (stored(room) or (0, {}))[1]["sector"] == {"Academia": 1}


def test_a_list_with_problems_changes_nothing(room: Room, organizer: Visitor) -> None:
    sent(organizer, room, csv_of(ROWS).encode())
    before = stored(room)
    twice = csv_of([*ROWS, PEOPLE[0]]).encode()
    assert sent(organizer, room, twice).status_code == 400
    assert sent(organizer, room, b"%PDF").status_code == 400
    assert stored(room) == before


def test_the_counts_can_be_deleted(room: Room, organizer: Visitor) -> None:
    sent(organizer, room, csv_of(ROWS).encode())
    address = f"/console/{room.code}/setup/registration/delete"
    assert organizer.post(address).status_code == 200
    assert stored(room) is None
    assert organizer.post(address).status_code == 404


@on_sqlite
def test_no_name_and_no_address_is_on_the_disk(
    room: Room, organizer: Visitor, tmp_path: Path
) -> None:
    sent(organizer, room, csv_of(ROWS).encode(), "/preview")
    sent(organizer, room, csv_of(ROWS).encode())
    disk = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    found = [name for row in PEOPLE for name in row[:2] if len(name) > 2 and name.encode() in disk]
    assert (found, b"Government" in disk) == ([], True)


def test_what_few_people_are_leaves_in_no_file(room: Room, organizer: Visitor) -> None:
    sent(organizer, room, csv_of(ROWS).encode())
    listed = read(exported(room.workshop_id)).registration
    assert listed.answers["sector"] == {"NGO": 22}  # one Government would disclose the Media
    assert listed.answers["country"] == {}


def test_it_is_the_same_file_after_an_import(room: Room, organizer: Visitor) -> None:
    sent(organizer, room, csv_of(ROWS).encode())
    first = exported(room.workshop_id)
    with transaction() as session:
        copy = load(session, read(first)).id
    assert exported(copy) == first


def test_the_report_compares_registered_and_present_people(room: Room, organizer: Visitor) -> None:
    sent(organizer, room, csv_of(ROWS).encode())
    room.go("lobby")
    room.join(40)
    made = told(room)
    sector = made.breakdowns[0]
    assert [(one.words, one.count, one.percent) for one in sector.registered] == [
        ("NGO", 22, 65),
        ("", 12, 35),
    ]
    written = markdown(document(made))
    assert "34 people registered. 40 people took part in the workshop." in written
    assert "| NGO | 22 | 65% | 8 | 20% |" in written
    # Eleven registered as Media, but a row for them would leave one person in the rest.
    assert "| Other or not stated | 12 | 35% | 32 | 80% |" in written
    assert "| Media |" not in written


def test_a_file_cannot_say_that_more_people_answered_than_registered() -> None:
    with pytest.raises(Exception, match="These counts add up to more people than have registered"):
        read(b'{"title": "T", "registration": {"people": 2, "answers": {"sector": {"NGO": 3}}}}')
