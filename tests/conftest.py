"""Fixtures that every part shares: a real app on its own SQLite file, and a room full of people."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from config import TestConfig
from polling import db, limits
from polling.app import create_app
from polling.contests.queries import forget_frames
from polling.migrate import upgrade
from polling.workshop import versions
from tests.browsing import started
from tests.room import Room


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the current schema, copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "workshop.sqlite"
    upgrade(db.connect(f"sqlite:///{path}"))
    return path


@pytest.fixture
def app(tmp_path: Path, migrated: Path) -> Iterator[Flask]:
    """The whole app on a database of its own."""
    shutil.copy(migrated, tmp_path / "workshop.sqlite")
    limits.reset()
    forget_frames()
    versions.forget_all()
    made = create_app(TestConfig(data_dir=tmp_path))
    yield made
    made.extensions["ballots"].close()
    db.engine().dispose()


@pytest.fixture
def room(app: Flask) -> Room:
    """The demo's workshop in setup, nobody there yet."""
    return Room.of(app)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser; for a module, because its thread can run no other loop meanwhile."""
    with started() as running:
        yield running


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser; what a test opens in it is closed after the test."""
    yield chromium
    for context in chromium.contexts:
        context.close()
