"""Shared fixtures: a real app on a separate database, and a room full of people.

Tests run on SQLite; those marked `on_both` also on PostgreSQL, as all do with `pytest --database
postgresql`.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import Browser

from config import TestConfig
from polling.app import close_database, create_app
from polling.cli.garbage_collection import keep_what_exists
from polling.core import db
from polling.core.migrate import upgrade
from polling.people import passwords
from polling.people.actions import participants
from polling.web import page_queue
from tests import compiled_once, databases, markers
from tests.browser_page import lent, started
from tests.prepared_rooms import Prepared
from tests.processor_time import ProcessorTime
from tests.repeatable import secrets_of
from tests.room import Room
from tests.server import Server
from tests.shared_app import app_on

Served = tuple[Server, Flask]
MEMORY = Path("/dev/shm")  # noqa: S108  files of the tests themselves
MEMORY_BYTES = 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' files in memory if possible, because each commit waits for the disk."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    config.pluginmanager.register(ProcessorTime(config.getoption("durations") or 0))
    compiled_once.make_template_folder(config)


def pytest_collection_finish() -> None:
    """Collect garbage as rarely as the server, which saves time."""
    keep_what_exists()


@pytest.hookimpl(optionalhook=True)  # also without pytest-xdist
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use as many processes as cores, plus two if tests wait for servers and browsers."""
    more = 0 if "not server" in config.getoption("markexpr") else 2
    return (os.cpu_count() or 1) + more


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a developer run everything on PostgreSQL."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.hookimpl(tryfirst=True)  # before -m selects tests
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Set markers on tests by what they use."""
    for item in items:
        markers.mark(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run each test with its own random numbers, and let only those that may start a server."""
    Server.allowed = markers.may_start_servers(item)
    with secrets_of(item.nodeid):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    """Give what several tests share its own random numbers, whichever of them comes first."""
    if fixturedef.scope == "function":
        return (yield)
    with secrets_of(f"{fixturedef.baseid}::{fixturedef.argname}"):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Keep compiled statements from test to test."""
    with compiled_once.statements():
        yield


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
    """The URL of an empty database: SQLite, unless the marker or option says otherwise."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    if kind == "postgresql":
        url: str = request.getfixturevalue("postgresql")
        databases.empty(url)
        return url
    shutil.copy(migrated, tmp_path / "workshop.sqlite")
    return f"sqlite:///{tmp_path / 'workshop.sqlite'}"


@pytest.fixture(scope="session")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole app without a database: see `app`."""
    made = create_app(TestConfig(data_dir=tmp_path_factory.mktemp("wired")))
    close_database(made)
    return made


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords with minimal effort, because many tests use one."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    nobodys = passwords._fitting_none(cheap)
    with patch.object(passwords, "_hasher", cheap), patch.object(passwords, "_NOBODYS", nobodys):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_pauses() -> Iterator[None]:
    """Do not delay visitors who open many pages, or keep who joins waiting for others."""
    with (
        patch.object(page_queue._queue, "pause", return_value=0.0),
        patch.object(page_queue._desks, "pause", return_value=0.0),
        patch.object(participants._queue, "_gather_seconds", 0.0),
    ):
        yield


@pytest.fixture
def app(wired: Flask, database: str) -> Iterator[Flask]:
    """The whole app on a separate database."""
    with app_on(wired, database) as app:
        yield app


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The rooms in which tests begin, created once and copied."""
    return Prepared()


@pytest.fixture
def room(app: Flask, prepared: Prepared) -> Room:
    """The demo's workshop in setup, without participants."""
    return prepared.get(Room.of, app)


@pytest.fixture(scope="module")
def served(
    wired: Flask, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server for a module, and the app on the same database, with which tests prepare data."""
    path = tmp_path_factory.mktemp("served") / "workshop.sqlite"
    shutil.copy(migrated, path)
    with app_on(wired, f"sqlite:///{path}") as app, Server() as running:
        yield running, app


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, started once, because starting one takes longer than most tests."""
    with started() as running:
        yield running


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser; its contexts are closed after the test."""
    with lent(chromium) as running:
        yield running
