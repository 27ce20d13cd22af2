"""Frozen versions: unaffected by later changes, verifiable by hash, and comparable."""

import hashlib
from dataclasses import replace

import pytest

from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.report.actions import publishing
from polling.report.data.report_data import Report
from polling.report.options import ReportProse
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.report.versions.changes import Change, changes
from polling.workshop.queries import by_id
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def console(day: Room) -> Visitor:
    return day.organizer_visitor()


def freeze(room: Room) -> int:
    with transaction() as session:
        return publishing.freeze(session, room.organizer).number


def write(room: Room, **texts: str) -> None:
    with transaction() as session:
        by_id(session, room.workshop_id).prose = ReportProse(**texts).model_dump()


def stored(room: Room, number: int) -> serialization.Frozen:
    with reading() as session:
        return serialization.Frozen.of(versions.numbered(session, room.workshop_id, number))


def frozen(room: Room, number: int) -> Report:
    with reading() as session:
        return serialization.load(
            serialization.Frozen.of(versions.numbered(session, room.workshop_id, number))
        )


def test_all_of_a_report_is_kept(made: Report) -> None:
    data = serialization.dump(made)
    kept = serialization.load(serialization.Frozen(3, serialization.digest(data), data, "en"))
    assert replace(kept, edition=None) == made
    assert kept.edition
    assert kept.edition.number == 3


def test_a_version_does_not_change(day: Room, console: Visitor) -> None:
    write(day, summary="As it was.")
    assert freeze(day) == 1
    write(day, summary="As it is.")
    page = console.get(f"/console/{day.code}/report/versions/1").text
    assert "As it was." in page
    assert "As it is." not in page
    assert "As it is." in console.get(f"/console/{day.code}/report").text


def test_its_hash_is_that_of_its_data(day: Room, console: Visitor) -> None:
    freeze(day)
    data = console.get(f"/console/{day.code}/report/versions/1/data").data
    digest = hashlib.sha256(data).hexdigest()
    page = console.get(f"/console/{day.code}/report/versions/1").text
    assert f"SHA-256 of the data: {digest}" in page


@pytest.mark.parametrize("key", ["html", "md", "xlsx", "csv"])
def test_it_is_drawn_in_every_format_of_the_report(day: Room, console: Visitor, key: str) -> None:
    freeze(day)
    answer = console.get(f"/console/{day.code}/report/versions/1/{key}")
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"].partition("filename=")[2]
    assert name.startswith(f"{day.code}-report-1.")


@pytest.mark.parametrize("path", ["2", "1/json", "1/nothing"])
def test_what_there_is_not_is_not_found(day: Room, console: Visitor, path: str) -> None:
    freeze(day)
    assert console.get(f"/console/{day.code}/report/versions/{path}").status_code == 404


def test_nothing_new_is_not_frozen_again(day: Room) -> None:
    freeze(day)
    with pytest.raises(Conflict, match="No changes since version 1"):
        freeze(day)


@pytest.mark.parametrize("button", ["freeze", "publish", "open"])
def test_a_report_with_an_error_is_neither_frozen_nor_published(
    day: Room, console: Visitor, button: str
) -> None:
    write(day, summary="{{ typo }}")
    answer = console.post(f"/console/{day.code}/report/{button}")
    assert answer.status_code == 409
    assert answer.json["error"] == {  # type: ignore[index]
        "code": "conflict",
        "message": "The report has errors. Correct them, then try again.",
        "problems": [{"place": "Summary", "message": "Unknown placeholder: “typo”."}],
    }
    assert day.participant_visitor().get(f"/w/{day.code}/report").status_code == 404


def test_what_changed_is_listed_by_section(day: Room) -> None:
    write(day, introduction="Two days.", summary="As it was.\n\nAnd so on.")
    freeze(day)
    write(day, introduction="Two days.", summary="As it is.\n\nAnd so on.", next_steps="Wait.")
    freeze(day)
    assert changes(stored(day, 1), stored(day, 2)) == [
        Change("Summary", ["As it was."], ["As it is."]),
        Change("Next steps", [], ["Wait."]),
    ]


def test_participants_read_the_newest_version(day: Room, console: Visitor) -> None:
    write(day, summary="As it was.")
    freeze(day)
    write(day, summary="Not yet for all.")
    console.post(f"/console/{day.code}/report/publish")
    phone = day.participant_visitor()
    for path in ("report", "report/download"):
        page = phone.get(f"/w/{day.code}/{path}").text
        assert "As it was." in page
        assert "Not yet for all." not in page


def test_the_console_offers_and_lists_versions(day: Room, console: Visitor) -> None:
    assert "Freeze version 1" in console.get(f"/console/{day.code}/closed?view=files").text
    answer = console.post(f"/console/{day.code}/report/freeze")
    assert (answer.json or {})["message"] == "Version 1 is frozen."
    page = console.get(f"/console/{day.code}/closed?view=files").text
    assert "Version 1" in page
    assert "Freeze version 2" in page
