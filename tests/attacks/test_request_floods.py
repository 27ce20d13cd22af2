"""Strangers who send many requests at once delay each other, and nobody who is logged in."""

import struct
from typing import Any

import gevent
import pytest
from engineio import Server as EngineServer
from engineio.packet import MESSAGE, Packet
from flask import Flask
from gevent import socket

from polling.core.turns import JOINING, MOST_AT_ONCE, SENDER, Sender, Turns
from polling.live import backpressure
from polling.web import connection_limits, newcomers
from polling.web.connection_limits import COOKIES, MOST_CHARACTERS, BoundedServer
from polling.web.senders import MOST_COOKIE_BYTES, Senders
from tests.room import Room
from tests.server import COOKIE, cookie_of
from tests.visitor import Visitor

STRANGERS = 200
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
FORGED = "eyJwYXJ0aWNpcGFudCI6eyIxIjpbMSwxXX19.aaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaa"
NONSENSE = "NONSENSE\r\n\r\n"
OK, UNAVAILABLE = "200", "503"
RESET = struct.pack("ii", 1, 0)  # for SO_LINGER: no time to send anything more


@pytest.fixture(autouse=True)
def in_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take turns as in the server, whose process is patched for gevent."""
    monkeypatch.setattr("polling.core.threads.in_the_event_loop", lambda: True)


def request(path: str = "/", *headers: str) -> str:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Connection: close", *headers, "", ""))


def cookie(value: str) -> str:
    return f"Cookie: other=1; {COOKIE}={value}"


@pytest.fixture
def person(room: Room) -> str:
    """The request of a participant."""
    room.go("lobby")
    return request("/", cookie(cookie_of(room.participant_visitor())))


class Desk:
    """A server on which requests arrive, each on its own connection, before it answers any."""

    def __init__(self, app: Flask) -> None:
        self.answered: list[tuple[str, str]] = []  # (who, status), in the order of the answers
        self.asked: list[dict[str, Any]] = []  # the environments of the requests
        self._listener = socket.create_server((HERE, 0), backlog=2 * STRANGERS)
        self._listener.setblocking(False)
        self._server = BoundedServer(
            self._listener, self._answer, log=None, most=1000, sender_of=Senders(app, 0).of
        )
        self._waiting: list[Any] = []

    def connect(self, said: str, address: str = HERE) -> socket.socket:
        """Send a request."""
        client = socket.create_connection(self._listener.getsockname(), source_address=(address, 0))
        client.sendall(said.encode())
        return client

    def send(self, who: str, said: str, address: str = HERE) -> None:
        """Send a request, and wait for the answer."""
        client = self.connect(said, address)
        self._waiting.append(gevent.spawn(self._note, who, client))

    def _note(self, who: str, client: socket.socket) -> None:
        with client:
            self.answered.append((who, client.recv(100).decode().split()[1]))

    def _answer(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked.append(environ)
        start_response(f"{OK} OK", [("Content-Length", "0"), ("Connection", "close")])
        return []

    def answer(self) -> list[str]:
        """Answer all requests; return who sent them, in the order of the answers."""
        self._server.start()
        gevent.joinall(self._waiting)
        while self._server.connections._all:
            gevent.sleep(0.001)
        self._server.stop()
        return [who for who, _status in self.answered]


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


@pytest.mark.parametrize(
    "theirs",
    [
        request("/health/live"),
        request("/static/x.js"),
        request("/w/1", cookie(FORGED)),
        request("/socket.io/?EIO=4&transport=websocket", "Upgrade: websocket"),
        NONSENSE,
    ],
    ids=["health check", "file", "forged session", "WebSocket", "nonsense"],
)
def test_a_person_is_answered_before_strangers_who_came_first(
    desk: Desk, person: str, theirs: str
) -> None:
    for _ in range(STRANGERS):
        desk.send("stranger", theirs)
    desk.send("person", person)
    assert desk.answer().index("person") < STRANGERS / 2


def test_strangers_are_answered_before_a_person_s_many_requests(desk: Desk, person: str) -> None:
    for _ in range(STRANGERS):
        desk.send("person", person)
    desk.send("stranger", request("/health/live"))
    assert desk.answer().index("stranger") < STRANGERS / 2


def test_a_health_check_is_answered_before_many_strangers_of_another_network(desk: Desk) -> None:
    for _ in range(STRANGERS):
        desk.send("stranger", request("/health/live"))
    desk.send("monitor", request("/health/live"), ELSEWHERE)
    assert desk.answer().index("monitor") < STRANGERS / 2


@pytest.mark.parametrize("name", ["Content-Type", "Accept", "Accept-Language"])
def test_a_header_that_takes_long_to_parse_is_shortened(desk: Desk, name: str) -> None:
    desk.send("stranger", request("/", f"{name}: text/plain;" + 'a="";' * 2_000))
    desk.answer()
    read = [value for value in desk.asked[0].values() if str(value).startswith("text/plain;")]
    assert [len(value) for value in read] == [MOST_CHARACTERS]


@pytest.mark.parametrize(
    "sent, kept",
    [
        ("a=;" * 5_000, ""),
        ("polling=1;" * 1_000, "polling=1"),
        ("a=1; polling-known=2; polling=3; polling=4; b-polling=5", "polling=3; polling-known=2"),
        ("polling=" + "x" * 9_000, "polling=" + "x" * MOST_COOKIE_BYTES),
    ],
    ids=["others", "the same", "a browser's", "long"],
)
def test_only_the_server_s_own_cookies_are_parsed(desk: Desk, sent: str, kept: str) -> None:
    desk.send("stranger", request("/", f"Cookie: {sent}"))
    desk.answer()
    assert desk.asked[0]["HTTP_COOKIE"] == kept


def test_every_cookie_that_the_server_sets_is_parsed(room: Room) -> None:
    browser = room.organizer_visitor()
    set_cookies = {cookie.key for cookie in (browser.client._cookies or {}).values()}
    assert set_cookies == set(COOKIES)


def test_strangers_who_would_wait_too_long_are_refused(
    desk: Desk, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_limits, "MOST_WAITING", 10)
    for _ in range(STRANGERS):
        desk.send("stranger", request("/health/live"))
    desk.send("person", person)
    assert len(desk.answer()) == STRANGERS + 1
    assert ("stranger", UNAVAILABLE) in desk.answered
    assert ("stranger", OK) in desk.answered
    assert ("person", OK) in desk.answered


def test_a_stranger_who_leaves_while_waiting_is_no_error(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(STRANGERS):
        desk.send("stranger", NONSENSE)
    leaving = desk.connect(NONSENSE)
    leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    def leave() -> None:
        while len(desk.answered) < STRANGERS / 2:
            gevent.sleep(0.001)
        leaving.close()

    gevent.spawn(leave)
    desk.answer()
    assert capsys.readouterr().err == ""


def test_senders_take_turns() -> None:
    turns, begun = Turns(), []

    def begin(network: str) -> None:
        turns.begin(Sender(network))
        begun.append(network)

    gevent.joinall([gevent.spawn(begin, network) for network in "a" * 100 + "b"])
    assert begun.index("b") <= 2 * MOST_AT_ONCE


@pytest.mark.parametrize("browser", ["", "second"])
def test_browsers_of_a_network_take_turns(browser: str) -> None:
    turns, begun = Turns(), []

    def begin(browser: str) -> None:
        turns.begin(Sender("network", browser=browser))
        begun.append(browser)

    gevent.joinall([gevent.spawn(begin, one) for one in [*["first"] * 100, browser]])
    assert begun.index(browser) <= 2 * MOST_AT_ONCE


def test_few_requests_begin_in_one_iteration_of_the_event_loop() -> None:
    turns, iterations = Turns(), [0]

    def begin(number: int) -> None:
        turns.begin(Sender(str(number)))
        iterations[-1] += 1

    def count() -> None:
        iterations.append(0)

    each = gevent.get_hub().loop.check()
    each.start(count)
    gevent.joinall([gevent.spawn(begin, number) for number in range(40)])
    each.stop()
    assert sum(iterations) == 40
    assert max(iterations) <= MOST_AT_ONCE


@pytest.mark.parametrize(
    "headers, proxies, network",
    [
        ([], 0, HERE),
        (["X-Forwarded-For: 10.0.0.1"], 0, HERE),
        (["X-Forwarded-For: 10.0.0.1"], 1, "10.0.0.1"),
        (["x-forwarded-for: 10.0.0.1, 10.0.0.2"], 1, "10.0.0.2"),
        (["X-Forwarded-For: 10.0.0.1", "X-Forwarded-For: 10.0.0.2"], 2, "10.0.0.1"),
        (["X-Forwarded-For: 10.0.0.1"], 2, HERE),
        (["X-Forwarded-For: 2001:db8::1"], 1, "2001:db8::/64"),
        ([cookie(FORGED)], 0, HERE),
    ],
)
def test_a_stranger_is_known_by_the_network(
    app: Flask, headers: list[str], proxies: int, network: str
) -> None:
    sender = Senders(app, proxies).of(request("/", *headers).encode(), HERE)
    assert sender == Sender(network)


def test_a_person_is_known_by_the_roles_in_the_session(room: Room) -> None:
    room.go("lobby")
    senders = Senders(room.app, 0)
    people = [room.participant_visitor() for _ in range(2)]
    found = {senders.of(request("/", cookie(cookie_of(one))).encode(), HERE) for one in people}
    assert len(found) == 2
    assert all(sender.is_known for sender in found)


def test_a_newcomer_is_known_by_the_network_for_a_minute(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.go("lobby")
    phone = Visitor(room.app)
    phone.post(f"/j/{room.code}")
    senders, said = Senders(room.app, 0), request("/", cookie(cookie_of(phone))).encode()
    sender = senders.of(said, HERE)
    assert sender == Sender(HERE, browser=sender.browser)
    assert sender.browser
    monkeypatch.setattr(newcomers, "SECONDS", 0)
    assert senders.of(said, HERE).is_known


@pytest.mark.parametrize("method", ["handle_get_request", "handle_post_request"])
def test_a_socket_joins_in_the_line_of_its_sender(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    begun: list[Sender] = []
    monkeypatch.setattr(JOINING, "begin", begun.append)
    base = backpressure.BoundedSocket.__base__
    joining = Packet(MESSAGE, '0{"workshop":"x"}')
    monkeypatch.setattr(base, method, lambda one, *_: one.receive(joining))
    sender = Sender("somebody", is_known=True)
    connection = backpressure.BoundedSocket(EngineServer(async_mode="gevent"), "sid")
    environ = {SENDER: sender, "HTTP_UPGRADE": "websocket"}
    getattr(connection, method)(*[environ, None][: 2 if "get" in method else 1])
    assert begun == [sender]
    connection.close()
