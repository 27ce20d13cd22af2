"""Fixtures that every part shares: a real app on a database of its own, and a room full of people.

Tests run on SQLite; those marked `on_both` also on PostgreSQL, as all do with
`pytest --database postgresql`.
"""

import os
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
from tests import databases
from tests.browsing import started
from tests.room import Room
from tests.server import Server

Served = tuple[Server, Flask]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a server or a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a developer run everything on PostgreSQL."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the current schema, copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "workshop.sqlite"
    upgrade(db.connect(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A database with the current schema on PostgreSQL, emptied for each test."""
    databases.require_postgresql()
    with databases.postgresql() as url:
        upgrade(db.connect(TestConfig(database_url=url).database))
        yield url
        db.engine().dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> str:
    """The URL of an empty database: SQLite, unless the test is marked or pytest was told so."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    if kind == "postgresql":
        url: str = request.getfixturevalue("postgresql")
        databases.empty(url)
        return url
    shutil.copy(migrated, tmp_path / "workshop.sqlite")
    return f"sqlite:///{tmp_path / 'workshop.sqlite'}"


@pytest.fixture
def app(tmp_path: Path, database: str) -> Iterator[Flask]:
    """The whole app on a database of its own."""
    limits.reset()
    forget_frames()
    versions.forget_all()
    made = create_app(TestConfig(data_dir=tmp_path, database_url=database))
    yield made
    made.extensions["ballots"].close()
    db.engine().dispose()


@pytest.fixture
def room(app: Flask) -> Room:
    """The demo's workshop in setup, nobody there yet."""
    return Room.of(app)


@pytest.fixture(scope="module")
def served(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for a module, and the app over the same database, through which tests prepare."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(migrated, folder / "workshop.sqlite")
    app = create_app(TestConfig(data_dir=folder))
    with Server() as running:
        yield running, app
    app.extensions["ballots"].close()
    db.engine().dispose()


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
