"""Health checks for containers and monitoring, also while the server is busy."""

from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from config import TestConfig
from polling.app import close_database, create_app
from polling.contests.casting import ballot_box
from polling.core.db import transaction
from polling.monitoring import health
from polling.monitoring.health import NotReady, Readiness
from polling.web import page_queue
from tests import databases
from tests.databases import on_both, on_sqlite
from tests.patience import PATIENCE_SECONDS
from tests.redis_proxy import Narrows
from tests.server import Server

SITE = "https://workshop.example.org"
FULL = """CREATE TRIGGER full BEFORE UPDATE ON alembic_version
BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"""
PATHS = ("/health/live", "/health/ready")


class Probe:
    """A check that can be made to fail, and counts its calls."""

    def __init__(self) -> None:
        self.fails = False
        self.made = 0

    def __call__(self) -> None:
        self.made += 1
        if self.fails:
            raise NotReady("told to fail")


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(TestConfig(data_dir=tmp_path, public_url=SITE, trusted_proxies=1))
    yield app
    close_database(app)


@pytest.mark.parametrize("path", PATHS)
def test_a_healthy_server_says_ok_and_nothing_else(public: Flask, path: str) -> None:
    answer = public.test_client().get(path, headers={"Host": "127.0.0.1:5000"})
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ok\n")
    assert answer.mimetype == "text/plain"
    assert "Set-Cookie" not in answer.headers
    assert "127.0.0.1" not in str(answer.headers)


def test_a_full_page_queue_keeps_no_health_check_waiting(app: Flask) -> None:
    page = page_queue._queue.ask("somebody")
    page_queue._queue.line_up(page)
    try:
        assert page.begun.is_set()
        assert [app.test_client().get(path).status_code for path in PATHS] == [200, 200]
    finally:
        page_queue._queue.leave(page)


@on_both
def test_a_database_with_another_schema_is_not_ready(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "newest", lambda: ("9999",))
    answer = fresh(app).get("/health/ready")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "unavailable\n")
    assert fresh(app).get("/health/live").status_code == 200


def test_a_commit_that_does_not_end_is_not_ready(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = app.extensions["ballots"]._queue
    monkeypatch.setattr(queue, "longest_commit", lambda: ballot_box.STUCK_SECONDS + 1)
    assert fresh(app).get("/health/ready").status_code == 503


@on_both
def test_a_database_that_cannot_be_written_is_not_ready_until_it_can(app: Flask) -> None:
    with Server() as server:
        with transaction() as session:
            session.execute(text("SELECT 1"))  # takes the database's lock
            assert status(server, "/health/ready") == 503
            assert status(server, "/health/live") == 200
        answers = (status(server, "/health/ready") for _ in range(10_000))
        assert 200 in answers


@on_sqlite
def test_a_database_that_only_refuses_to_be_written_is_not_ready(app: Flask) -> None:
    with transaction() as session:
        session.execute(text(FULL))
    assert fresh(app).get("/health/ready").status_code == 503


def test_redis_is_asked_if_there_is_one(app: Flask) -> None:
    databases.require_redis()
    with Narrows(databases.REDIS) as way:
        asked = health.readiness(lambda: app.extensions["ballots"], TestConfig(redis_url=way.url))
        assert asked.is_ready()
        way.close()
        asked._fresh_until = 0
        assert not asked.is_ready()


def test_many_who_ask_share_one_look() -> None:
    probe, clock = Probe(), Clock()
    readiness = Readiness({"probe": probe}, clock)
    assert [readiness.is_ready() for _ in range(1_000)] == [True] * 1_000
    assert probe.made == 1
    clock.now += health.FRESH_SECONDS
    probe.fails = True
    assert not readiness.is_ready()


def test_the_log_names_what_fails_once(caplog: pytest.LogCaptureFixture) -> None:
    probe, clock = Probe(), Clock()
    readiness = Readiness({"redis": probe}, clock)
    for fails in (False, True, True, False, False):
        probe.fails = fails
        clock.now += health.FRESH_SECONDS
        readiness.is_ready()
    assert caplog.messages == ["not ready: redis", "ready again"]


def fresh(app: Flask) -> FlaskClient:
    """A client whose next request triggers new checks."""
    app.extensions["readiness"]._fresh_until = 0
    return app.test_client()


def status(server: Server, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", path)
    code = connection.getresponse().status
    connection.close()
    return code
