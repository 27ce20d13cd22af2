"""The small workshop at the end of its day, as a room and as a report."""

import gc
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from polling.core.db import reading
from polling.report.data.report_data import Report
from polling.report.queries import report
from polling.workshop.queries import by_id
from tests import databases
from tests.report import small_workshop
from tests.room import Room
from tests.shared_app import app_on

Lived = tuple[Path, Room, Report]
MOMENT = datetime(2026, 5, 5, 14, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Free the documents that a test leaves in cycles: few objects, but often 20 MB."""
    yield
    gc.collect(1)


@pytest.fixture(scope="session")
def lived(wired: Flask, tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Lived:
    """The database at the end of the day: created once, copied for each test."""
    path = tmp_path_factory.mktemp("day") / "workshop.sqlite"
    shutil.copy(migrated, path)
    with app_on(wired, f"sqlite:///{path}") as app:
        room = small_workshop.whole_day(app)
        return path, room, report_of(room)


@pytest.fixture
def day(wired: Flask, tmp_path: Path, lived: Lived) -> Iterator[Room]:
    path, room, _ = lived
    with app_on(wired, databases.copy(path, tmp_path)):
        yield room


@pytest.fixture(scope="session")
def made(lived: Lived) -> Report:
    return lived[2]


def report_of(room: Room) -> Report:
    """The room's report at a fixed time."""
    with reading() as session:
        return report(session, by_id(session, room.workshop_id), MOMENT)
