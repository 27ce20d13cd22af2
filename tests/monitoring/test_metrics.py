"""Metrics for Prometheus: only with the token, correct, and without personal data."""

from hmac import compare_digest
from unittest.mock import Mock

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from polling.app import socketio_of
from polling.core.access import Role
from polling.core.metrics import BUCKETS, LEVELS, REGISTRY, LogCounter
from polling.live.incoming_events import EVENTS
from polling.monitoring import routes
from polling.web import page_queue
from tests.room import Room
from tests.visitor import Visitor

TOKEN = "a token of thirty-two characters"
LABELS: dict[str, set[str]] = {
    "role": {*Role},
    "event": {*EVENTS},
    "method": {"GET", "HEAD", "OPTIONS", "POST"},
    "status": {"1xx", "2xx", "3xx", "4xx", "5xx"},
    "queue": {"answers", "ballots", "drafts", "joins", "pages", "announcements"},
    "state": {"in use", "idle"},
    "level": set(LEVELS),
    "check": {"database", "ballots", "redis", "probe"},  # the last one is added by a test
    "le": {*map(str, BUCKETS), "+Inf"},
}


@pytest.fixture
def measured(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with a token."""
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)
    return app


def ask(app: Flask, token: str = TOKEN) -> TestResponse:
    return app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def value(name: str, **labels: str) -> float:
    """The value of a sample, 0 if it does not exist."""
    return REGISTRY.get_sample_value(f"polling_{name}", labels) or 0.0


def phone(room: Room) -> SocketIOTestClient:
    visitor = room.participant_visitor()
    auth = {"workshop": room.code, "role": Role.PARTICIPANT}
    return socketio_of(room.app).test_client(room.app, flask_test_client=visitor.client, auth=auth)


@pytest.mark.parametrize("token", ["", TOKEN])
def test_without_a_token_in_the_environment_there_is_nothing(app: Flask, token: str) -> None:
    assert ask(app, token).status_code == 404


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "ท" * 8])
def test_a_wrong_token_gets_the_answer_of_an_address_that_is_not_there(
    measured: Flask, token: str
) -> None:
    wrong, nothing = ask(measured, token), measured.test_client().get("/nothing")
    assert (wrong.status_code, wrong.mimetype) == (nothing.status_code, nothing.mimetype)
    assert "polling_" not in wrong.text


def test_the_token_is_compared_in_constant_time(
    measured: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = Mock(side_effect=compare_digest)
    monkeypatch.setattr(routes, "compare_digest", compare)
    assert ask(measured).status_code == 200
    assert ask(measured, "wrong").status_code == 404
    assert compare.call_count == 2


def test_prometheus_can_read_it(measured: Flask) -> None:
    answer = ask(measured)
    assert answer.status_code == 200
    names = {family.name for family in text_string_to_metric_families(answer.text)}
    assert {"polling_connections", "polling_request_seconds", "polling_answers"} <= names


def test_connections_are_counted_by_role(room: Room) -> None:
    room.go("lobby")
    before = value("connections", role="participant")
    client = phone(room)
    assert value("connections", role="participant") == before + 1
    client.disconnect()
    assert value("connections", role="participant") == before


def test_events_pages_and_joins_are_measured(room: Room) -> None:
    room.go("lobby")
    before = {
        "event": value("acknowledgement_seconds_count", event="clock"),
        "page": value("request_seconds_count", method="GET", role="participant"),
        "join": value("joins_total"),
    }
    phone(room).emit("clock", {}, callback=True)
    newcomer = Visitor(room.app)
    newcomer.post(f"/j/{room.code}")
    assert newcomer.get(f"/w/{room.code}").status_code == 200
    assert value("acknowledgement_seconds_count", event="clock") == before["event"] + 1
    assert value("request_seconds_count", method="GET", role="participant") == before["page"] + 1
    assert value("joins_total") == before["join"] + 2  # the phone's person and the newcomer


def test_a_page_that_waits_is_in_the_queue(app: Flask) -> None:
    first, second = page_queue._queue.ask("one"), page_queue._queue.ask("two")
    page_queue._queue.line_up(first)
    page_queue._queue.line_up(second)
    assert value("queue_length", queue="pages") == 1
    page_queue._queue.leave(first)
    page_queue._queue.leave(second)
    assert value("queue_length", queue="pages") == 0


def test_answers_and_errors_are_counted(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    before = value("answers_total", status="4xx"), value("log_records_total", level="error")
    assert app.test_client().get("/nothing").status_code == 404
    counter = LogCounter()
    app.logger.addHandler(counter)
    app.logger.error("failed")
    app.logger.info("fine")
    app.logger.removeHandler(counter)
    assert value("answers_total", status="4xx") == before[0] + 1
    assert value("log_records_total", level="error") == before[1] + 1


def test_readiness_and_the_pool_are_in_it(measured: Flask) -> None:
    measured.extensions["readiness"]._fresh_until = 0
    ask(measured)
    assert value("ready", check="database") == 1
    assert value("ready", check="ballots") == 1
    assert value("database_connections", state="idle") >= 1


def test_no_label_says_anything_of_a_workshop_or_a_person(measured: Flask, room: Room) -> None:
    room.open_ranking()
    phone(room)
    visitor = room.organizer_visitor()
    for path in (f"/console/{room.code}", f"/w/{room.code}", f"/j/{room.code}?k=secret", "/Anna"):
        visitor.get(path)
    measured.test_client().open(f"/w/{room.code}", method="ANNA")
    for family in text_string_to_metric_families(ask(measured).text):
        for sample in family.samples:
            for label, said in sample.labels.items():
                assert said in LABELS[label], (sample.name, label, said)
