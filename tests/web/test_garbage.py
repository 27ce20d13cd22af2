"""Requests and connections are freed when they end.

What is left in cycles waits for a garbage collection, which stops the server for everybody.
"""

import gc
import weakref
from types import FrameType
from typing import Any

import gevent.event
import gevent.selectors
import gevent.socket
import pytest
from engineio.async_drivers.gevent import Thread
from flask import Request
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder, run_wsgi_app

from polling.live.websocket import SafeServer
from tests.room import Room
from tests.visitor import Visitor

HEAVY = (FrameType, Request, Session)
FORGED = "polling=eyJhIjoxfQ.aaaaaa.bbbbbbbbbbbb"


def left_by(room: Room, method: str, path: str, cookie: str = "", **sent: Any) -> set[str]:
    """The heavy objects that a request leaves in cycles."""

    def send() -> None:
        request = EnvironBuilder(path=path, method=method, headers=[("Cookie", cookie)], **sent)
        run_wsgi_app(room.app.wsgi_app, request.get_environ(), buffered=True)

    send()  # what it caches stays
    gc.collect()
    gc.freeze()  # so that the next collection only searches what the second request leaves
    gc.disable()
    try:
        send()
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        return {type(one).__name__ for one in gc.garbage if isinstance(one, HEAVY)}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def cookie_of(visitor: Visitor) -> str:
    kept = visitor.client.get_cookie("polling")
    return f"polling={kept.value}" if kept else ""


@pytest.mark.parametrize(
    "method, path",
    [
        ("GET", "/nothing-here"),
        ("DELETE", "/health/live"),
        ("GET", "/w/unknown"),
        ("GET", "/n/forged.token"),
        ("GET", "/password/forged.token"),
        ("POST", "/login"),
    ],
)
def test_a_refused_request_leaves_nothing(room: Room, method: str, path: str) -> None:
    assert left_by(room, method, path) == set()
    assert left_by(room, method, path, FORGED) == set()
    assert left_by(room, method, path, data={"csrf_token": "forged"}) == set()


@pytest.mark.parametrize("path", ["/w/{}", "/w/{}/plain"])
def test_a_page_of_a_participant_leaves_nothing(room: Room, path: str) -> None:
    room.go("lobby")
    participant = cookie_of(room.participant_visitor())
    assert left_by(room, "GET", path.format(room.code), participant) == set()


@pytest.mark.parametrize("page", ["ranking", "log", "report", "export/json"])
def test_a_page_of_the_console_leaves_no_rows(room: Room, page: str) -> None:
    organizer = cookie_of(room.organizer_visitor())
    left = left_by(room, "GET", f"/console/{room.code}/{page}", organizer)
    assert left <= {"Request"}  # a template's macros refer to its variables


def test_a_closed_connection_leaves_nothing() -> None:
    ours, theirs = gevent.socket.socketpair()
    connection: Any = SafeServer(
        {
            "werkzeug.socket": ours,
            "HTTP_HOST": "localhost",
            "HTTP_UPGRADE": "websocket",
            "HTTP_CONNECTION": "Upgrade",
            "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
            "HTTP_SEC_WEBSOCKET_VERSION": "13",
        },
        thread_class=Thread,
        event_class=gevent.event.Event,
        selector_class=gevent.selectors.DefaultSelector,
    )
    reader, left = connection.thread, weakref.ref(connection)
    gc.disable()
    try:
        theirs.close()
        reader.join()
        del connection, reader
        assert left() is None
    finally:
        gc.enable()
