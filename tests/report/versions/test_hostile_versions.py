"""A frozen version from a file costs other people nothing: only a worker process loads it."""

import io
from types import SimpleNamespace

import pytest

from polling.core.db import transaction
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.report.options import ReportProse
from polling.report.versions import serialization
from polling.workshop.models import Workshop
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
