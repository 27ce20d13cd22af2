"""The small workshop after its day, as a room and as its report."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import TestConfig
from polling import db, limits
from polling.app import create_app
from polling.contests.queries import forget_frames
from polling.db import reading
from polling.report.figures.facts import Report
from polling.report.queries import report
from polling.workshop import versions
from polling.workshop.queries import by_id
from tests import databases
from tests.report import small
from tests.room import Room

Lived = tuple[Path, Room, Report]
MOMENT = datetime(2026, 5, 5, 14, 32, tzinfo=UTC)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Lived:
    """The database after the day, and its report: lived once, copied for each test."""
    folder = tmp_path_factory.mktemp("day")
    shutil.copy(migrated, folder / "workshop.sqlite")
    room = small.whole_day(create_app(TestConfig(data_dir=folder)))
    made = report_of(room)
    room.app.extensions["ballots"].close()
    db.engine().dispose()
    return folder / "workshop.sqlite", room, made


@pytest.fixture
def day(tmp_path: Path, lived: Lived) -> Iterator[Room]:
    path, room, _ = lived
    databases.copy(path, tmp_path)
    limits.reset()
    forget_frames()
    versions.forget_all()
    app = create_app(TestConfig(data_dir=tmp_path))
    yield replace(room, app=app)
    app.extensions["ballots"].close()
    db.engine().dispose()


@pytest.fixture(scope="session")
def made(lived: Lived) -> Report:
    return lived[2]


def report_of(room: Room) -> Report:
    """The room's report, as of one fixed moment."""
    with reading() as session:
        return report(session, by_id(session, room.workshop_id), MOMENT)
