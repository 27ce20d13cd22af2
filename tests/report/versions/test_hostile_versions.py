"""A frozen version from a file costs other people nothing.

Only a worker process loads it, for which no other report waits.
"""

import io
from collections.abc import Callable, Hashable
from types import SimpleNamespace
from typing import Any

import pytest

from polling.core import workers
from polling.core.db import transaction
from polling.core.worker_process import Worker
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.options import ReportProse
from polling.report.versions import serialization
from polling.workshop.models import Workshop
from polling.workshop_file.read import read
from tests import pictures
from tests.report.test_public import opened
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def versions(day: Room) -> Room:
    """Two frozen versions, with a picture, that participants can read."""
    console = day.organizer_visitor()
    picture = io.BytesIO(pictures.png(4, 3)), "a.png"
    sent = {"kind": "cover", "alt": "A hall", "picture": picture}
    assert console.post(f"/console/{day.code}/report/pictures", sent).status_code == 200
    for text in ("As it was.", "As it is."):
        with transaction() as session:
            workshop = session.get_one(Workshop, day.workshop_id)
            workshop.prose = ReportProse(summary=text).model_dump()
            publishing.freeze(session, day.organizer, prepare(session, day.organizer))
    console.post(f"/console/{day.code}/report/publish")
    return day


def test_the_server_never_loads_a_version(versions: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    unable_to_load = SimpleNamespace(dump_python=serialization._REPORT.dump_python)
    monkeypatch.setattr(serialization, "_REPORT", unable_to_load)  # not in the worker process
    console, here = f"/console/{versions.code}", f"/w/{versions.code}/report"
    organizer = versions.organizer_visitor()
    assert organizer.post(f"{console}/report/freeze").status_code == 409  # no changes
    phone = versions.participant_visitor()
    public = opened(versions, organizer)
    for visitor, path, text in (
        (organizer, f"{console}/report/versions/2", "As it is."),
        (organizer, f"{console}/report/versions/2/md", "As it is."),
        (organizer, f"{console}/closed?view=files&compare=2", "<ins>As it is.</ins>"),
        (phone, here, "As it is."),
        (phone, f"{here}/download", "As it is."),
        (phone, f"{here}/picture/0", ""),
        (Visitor(versions.app), public, "As it is."),
        (Visitor(versions.app), f"{public}/md", "As it is."),
        (Visitor(versions.app), f"{public}/picture/0", ""),
    ):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert text in answer.get_data().decode(errors="replace"), path


def copies(versions: Room, *organizers: str) -> list[Room]:
    """The workshop, imported by each of these."""
    console = versions.organizer_visitor()
    file = read(console.get(f"/console/{versions.code}/export/json").data)
    return [Room.of(versions.app, file, organizer) for organizer in organizers]


def noting(monkeypatch: pytest.MonkeyPatch, note: Callable[[Worker], None]) -> None:
    """Call this before each work of a worker process."""
    send = Worker.send

    def noting_send(worker: Worker, order: bytes) -> Any:
        note(worker)
        return send(worker, order)

    monkeypatch.setattr(Worker, "send", noting_send)


def test_no_other_report_is_drawn_in_the_process_of_imported_versions(
    versions: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy,) = copies(versions, "other@test.example")
    used: set[Worker] = set()
    noting(monkeypatch, used.add)
    processes = []
    for room in (versions, copy):
        organizer = room.organizer_visitor()
        public = opened(room, organizer)
        used.clear()
        for visitor, path in (
            (organizer, f"/console/{room.code}/report/versions/2"),
            (organizer, f"/console/{room.code}/report/versions/2/md"),
            (organizer, f"/console/{room.code}/closed?view=files&compare=2"),
            (Visitor(room.app), public),
            (Visitor(room.app), f"{public}/md"),
            (Visitor(room.app), f"{public}/picture/0"),
        ):
            assert visitor.get(path).status_code == 200, path
        processes.append(used - {workers._editing})  # which reads the current report
    own, imported = processes
    assert len(own) == len(imported) == 1
    assert own != imported


def test_the_readers_of_imported_versions_have_one_place_for_each_organizer(
    versions: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = "organizer@test.example"
    rooms = [versions, *copies(versions, same, same, "other@test.example")]
    pages = [opened(room, room.organizer_visitor()) for room in rooms]
    taken: list[set[Hashable]] = []
    noting(monkeypatch, lambda _: taken.append(set(workers._drawing._places)))
    for page in pages:
        assert Visitor(versions.app).get(page).status_code == 200
    own, one, another, others = taken
    assert one & another
    assert not own & (one | another)  # whose readers wait for other people's imported versions
    assert not others & (own | one | another)
