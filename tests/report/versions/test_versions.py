"""Frozen versions: unaffected by later changes, verifiable by hash, and comparable."""

import hashlib
import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.db import reading, transaction, writes
from polling.core.errors import Conflict
from polling.core.text import file_stem
from polling.live import announce
from polling.recommendations.models import Recommendation
from polling.recommendations.wording import Wording
from polling.report.actions import preparation, publishing
from polling.report.actions.preparation import prepare, prepared
from polling.report.data.report_data import Report
from polling.report.options import ReportProse
from polling.report.proofreading import errors
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
        return publishing.freeze(session, room.organizer, prepare(session, room.organizer)).number


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
    packed = serialization.pack(data)
    kept = serialization.load(serialization.Frozen(3, serialization.digest(data), packed, "en"))
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
    assert f"SHA-256 of the data: {digest}" in page.partition("</h2>")[2]  # not above the report


def test_one_that_was_changed_afterwards_is_not_shown(day: Room, console: Visitor) -> None:
    freeze(day)
    with transaction() as session:
        version = versions.numbered(session, day.workshop_id, 1)
        changed = serialization.unpack(version.data).replace(b"What should", b"What might")
        version.data = serialization.pack(changed)
    answer = console.get(f"/console/{day.code}/report/versions/1/html")
    assert (answer.status_code, "Version 1 was changed after it was frozen" in answer.text) == (
        409,
        True,
    )
    assert console.get(f"/console/{day.code}/report/versions/1/data").data == changed


@pytest.mark.parametrize("key", ["html", "md", "xlsx", "csv"])
def test_it_is_drawn_in_every_format_of_the_report(day: Room, console: Visitor, key: str) -> None:
    freeze(day)
    answer = console.get(f"/console/{day.code}/report/versions/1/{key}")
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"].partition("filename=")[2]
    with reading() as session:
        title = file_stem(by_id(session, day.workshop_id).title)
    assert name.startswith(f"{title}-report-1.")


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
        "problems": [{"place": "Summary", "message": "Summary: Unknown placeholder: “typo”."}],
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


class TestPreparation:
    """The report is made before the transaction that freezes it."""

    def test_it_is_made_in_a_thread_and_outside_a_write_transaction(
        self, day: Room, console: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, seen = threading.get_native_id(), []

        def watch(name: str) -> None:
            original = getattr(preparation, name)

            def watched(*args: Any) -> Any:
                is_here = threading.get_native_id() == here
                seen.append((name, is_here, isinstance(args[0], Session) and writes(args[0])))
                return original(*args)

            monkeypatch.setattr(preparation, name, watched)

        for name in ("references", "report", "errors", "_require_changes", "_version"):
            watch(name)
        write(day, summary="As it was.")
        console.post(f"/console/{day.code}/report/freeze")
        write(day, summary="As it is.")
        console.post(f"/console/{day.code}/report/freeze")
        assert {name for name, *_ in seen} == {
            "references",
            "report",
            "errors",
            "_require_changes",
            "_version",
        }
        assert not [one for one in seen if any(one[1:])]

    @pytest.mark.parametrize("button", ["freeze", "publish", "open"])
    def test_nothing_is_frozen_or_published_if_it_changes_until_the_transaction(
        self, day: Room, console: Visitor, monkeypatch: pytest.MonkeyPatch, button: str
    ) -> None:
        change_once(day, monkeypatch, in_report=True)
        answer = console.post(f"/console/{day.code}/report/{button}")
        assert answer.status_code == 409
        assert "in the meantime" in (answer.json or {})["error"]["message"]
        with reading() as session:
            assert not versions.versions(session, day.workshop_id)
            assert not by_id(session, day.workshop_id).published
        assert console.post(f"/console/{day.code}/report/{button}").status_code == 200

    @pytest.mark.parametrize("button", ["freeze", "publish", "open"])
    def test_changes_that_are_not_in_the_report_do_not_hold_it_off(
        self, day: Room, console: Visitor, monkeypatch: pytest.MonkeyPatch, button: str
    ) -> None:
        change_once(day, monkeypatch, in_report=False)
        assert console.post(f"/console/{day.code}/report/{button}").status_code == 200

    def test_of_two_freezes_at_once_the_second_is_refused(self, day: Room) -> None:
        made = [prepared(day.organizer) for _ in range(2)]
        with transaction() as session:
            publishing.freeze(session, day.organizer, made[0])
        with transaction() as session, pytest.raises(Conflict, match="in the meantime"):
            publishing.freeze(session, day.organizer, made[1])

    def test_a_text_that_is_stored_but_not_announced_yet_changes_no_frozen_reference(
        self, day: Room
    ) -> None:
        with reading() as session:
            made = prepare(session, day.organizer)
        with transaction() as session:
            first = session.scalars(select(Recommendation)).first()
            assert first
            late = Recommendation(issue_id=first.issue_id, group_id=first.group_id, position=-1)
            late.wording = Wording(action="add one more")
            session.add(late)
        with pytest.raises(Conflict, match="in the meantime"), transaction() as session:
            publishing.freeze(session, day.organizer, made)
        assert freeze(day) == 1


def change_once(room: Room, monkeypatch: pytest.MonkeyPatch, *, in_report: bool) -> None:
    """Change the workshop, or also its report, the first time that the report has been made."""
    left = [in_report]

    def changing(made: Report) -> Any:
        if left:
            with transaction() as session:
                workshop = by_id(session, room.workshop_id)
                if left.pop():
                    workshop.subtitle = "Second edition"
                announce.changed(session, workshop, "report")
        return errors(made)

    monkeypatch.setattr(preparation, "errors", changing)
