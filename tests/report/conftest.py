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

MOMENT = datetime(2026, 5, 5, 14, 32, tzinfo=UTC)


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> tuple[Path, Room]:
    """The database after the day: lived once, copied for each test."""
    folder = tmp_path_factory.mktemp("day")
    shutil.copy(migrated, folder / "workshop.sqlite")
    room = small.whole_day(create_app(TestConfig(data_dir=folder)))
    room.app.extensions["ballots"].close()
    db.engine().dispose()
    return folder / "workshop.sqlite", room


@pytest.fixture
def day(tmp_path: Path, lived: tuple[Path, Room]) -> Iterator[Room]:
    path, room = lived
    databases.copy(path, tmp_path)
    limits.reset()
    forget_frames()
    versions.forget_all()
    app = create_app(TestConfig(data_dir=tmp_path))
    yield replace(room, app=app)
    app.extensions["ballots"].close()
    db.engine().dispose()


@pytest.fixture
def made(day: Room) -> Report:
    return report_of(day)


def report_of(room: Room) -> Report:
    """The room's report, as of one fixed moment."""
    with reading() as session:
        return report(session, by_id(session, room.workshop_id), MOMENT)
