"""Connections that send nothing, little or too much are closed, and cost others nothing."""

import asyncio
import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from polling.core import paths
from polling.core.access import Role
from polling.core.db import transaction
from polling.live import backpressure
from polling.people.actions import organizers
from polling.people.models import Organizer
from polling.web.connection_limits import PIECE_BYTES
from tests import databases
from tests.conftest import Served
from tests.live.slow_reader import GREETING
from tests.live.socket_client import Caller
from tests.patience import PATIENCE_SECONDS
from tests.room import Room
from tests.server import Server
from tests.shared_app import app_on

HALF_OPEN = 300
DRIP_SECONDS = 0.2
OPEN = "/socket.io/?EIO=4&transport=polling"
UPGRADE = GREETING.replace("transport=websocket", "transport=websocket&sid={}")
PONG_FRAME = bytes([0x8A, 0x80, 0, 0, 0, 0])  # unsolicited, so it waits for no answer


@pytest.fixture(scope="module")
def impatient(
    wired: Flask, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server with short timeouts, and the app on the same database."""
    server = Server()
    server.module = "tests.attacks.impatient_server"
    url = databases.copy(migrated, tmp_path_factory.mktemp("impatient"))
    with app_on(wired, url) as app, server:
        yield server, app


@pytest.fixture
def server(impatient: Served) -> Server:
    return impatient[0]


@pytest.fixture
def room(impatient: Served) -> Room:
    return Room.of(impatient[1])


def connect(server: Server, said: str = "") -> socket.socket:
    client = socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS)
    client.sendall(said.encode())
    return client


def is_ended(client: socket.socket, drip: str = "") -> bool:
    """Whether the server closes the connection in time, even if bytes keep dripping in."""
    until = time.monotonic() + PATIENCE_SECONDS
    client.settimeout(DRIP_SECONDS if drip else PATIENCE_SECONDS)
    try:
        while time.monotonic() < until:
            try:
                client.sendall(drip.encode())
                if not client.recv(65536):
                    return True
            except TimeoutError:
                continue
    except OSError:
        return True
    return False


def fetch(server: Server, path: str = "/") -> bytes:
    client = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    with closing(client):
        client.request("GET", path)
        return client.getresponse().read()


def open_session(server: Server) -> str:
    """The id of a new Engine.IO session over polling."""
    sid: str = json.loads(fetch(server, OPEN)[1:])["sid"]
    return sid


POST = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
CHUNKED = "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "said, drip",
    [
        ("", ""),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n", ""),
        ("GET / HTTP/1.1\r\n", "x"),
        (POST, ""),
        (POST, "x"),
        ("GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n", ""),
        (GREETING, ""),
    ],
    ids=[
        "silent",
        "half a request",
        "dripping headers",
        "no body",
        "dripping body",
        "idle after a request",
        "WebSocket that never joins",
    ],
)
def test_a_connection_that_keeps_the_server_waiting_is_ended(
    server: Server, said: str, drip: str
) -> None:
    with connect(server, said) as client:
        assert is_ended(client, drip)


def test_a_reader_that_takes_nothing_is_ended(server: Server) -> None:
    biggest = max((paths.STATIC / "dist").iterdir(), key=lambda file: file.stat().st_size)
    request = f"GET /static/{biggest.name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(PATIENCE_SECONDS)
        client.connect(("127.0.0.1", server.port))
        with pytest.raises(ConnectionError):  # it keeps sending requests and reads nothing
            client.sendall(request * 100_000)


def test_a_slow_phone_can_send_its_form(server: Server) -> None:
    form = POST.replace("5000", str(5 * PIECE_BYTES))
    with connect(server, form) as client:
        for _ in range(5):  # in total longer than the grace period
            client.sendall(b"x" * PIECE_BYTES)
            time.sleep(0.7)
        assert client.recv(100).startswith(b"HTTP/1.1 400")  # it was read: there is no token in it


@pytest.mark.parametrize(
    "header",
    ["Accept-Encoding: " + "gzip;q=0.1," * 5000, "Accept-Language: en\r\n" + " ;q=0.5" * 5000],
    ids=["long", "folded"],
)
def test_headers_are_refused_before_they_are_read_on(server: Server, header: str) -> None:
    said = f"GET / HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n"  # 90 of these took six seconds
    with connect(server, said) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_a_body_without_its_length_is_refused_before_it_is_read(server: Server) -> None:
    with connect(server, CHUNKED) as client:  # a chunk of a byte took 2 µs: a form of them 70 ms
        assert client.recv(100).startswith(b"HTTP/1.1 411")
        assert is_ended(client)


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Length: 5\r\nContent-Length: 50",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 50",
        "Content-Length: +5",
        "Content-Length: 0_5",
        "Content-Length: 0x5",
        "Content-Length: \xa05",
        "Content-Length : 5",
        "Transfer-Encoding : chunked",
        "no header\r\nContent-Length: 5",
    ],
)
def test_a_request_without_a_clear_end_is_refused(server: Server, headers: str) -> None:
    said = f"POST /login HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\nabcde"
    following = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connect(server, said + following) as client:
        received = received_from(client)
    assert received.startswith(b"HTTP/1.1 400")
    assert received.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("length", ["0", "05", "5 ", " 5\t"])
def test_a_clear_length_is_accepted(server: Server, length: str) -> None:
    said = f"POST /zzz HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"
    body = "abcde"[: int(length)]
    following = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connect(server, said + body + following) as client:
        received = received_from(client)
    assert received.startswith(b"HTTP/1.1 404")
    assert received.count(b"HTTP/1.1 200") == 1


@pytest.mark.parametrize(
    "path",
    [OPEN, "/socket.io/", "/zzz", "/", "/login", "/socket.io/?EIO=4&transport=x", "/static/x"],
)
def test_an_answer_to_head_has_no_body(server: Server, path: str) -> None:
    said = f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    following = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connect(server, said + following) as client:
        received = received_from(client)
    headers, _, rest = received.partition(b"\r\n\r\n")
    assert headers.startswith(b"HTTP/1.1 ")
    assert rest.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("extra", ["j=0", "%6a=0", "j=x", "j=0&j=1"])
def test_no_answer_is_a_script(server: Server, extra: str) -> None:
    said = f"GET {OPEN}&{extra} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with connect(server, said) as client:
        received = received_from(client)
    assert received.startswith(b"HTTP/1.1 400")
    assert b"javascript" not in received


def received_from(client: socket.socket) -> bytes:
    """Everything until the server closes the connection."""
    return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.parametrize("path", ["/zzz", "/health/live"])
def test_requests_that_come_at_once_let_others_in(server: Server, path: str) -> None:
    requests = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 2_000
    over, first = threading.Event(), threading.Event()

    def send() -> None:
        with suppress(OSError):
            while not over.is_set():
                greedy.sendall(requests)

    def read() -> None:
        with suppress(OSError):
            while not over.is_set() and greedy.recv(1 << 20):
                first.set()

    with connect(server) as greedy:
        threads = [threading.Thread(target=work) for work in (send, read)]
        for thread in threads:
            thread.start()
        assert first.wait(PATIENCE_SECONDS)
        try:
            assert fetch(server, "/health/live") == b"ok\n"
            assert all(thread.is_alive() for thread in threads)
        finally:
            over.set()
            greedy.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join()


def test_300_silent_connections_keep_nobody_out(room: Room, server: Server) -> None:
    room.go("lobby")
    asyncio.run(_crowd(room, server))


async def _crowd(room: Room, server: Server) -> None:
    inside = await Caller(room.participant_visitor(), room.code, Role.PARTICIPANT).connect(
        server.address
    )
    silent = [await asyncio.to_thread(connect, server) for _ in range(HALF_OPEN)]
    assert b"Join your workshop" in await asyncio.to_thread(fetch, server)
    assert "now" in await inside.call("clock")
    for client in silent:
        client.close()
    await inside.leave()


def test_an_upgrade_that_is_never_finished_is_ended(server: Server) -> None:
    with connect(server, UPGRADE.format(open_session(server))) as client:
        assert is_ended(client)


@pytest.mark.parametrize(
    "line", ["Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"]
)
def test_an_incomplete_upgrade_is_refused(server: Server, line: str) -> None:
    sid = open_session(server)
    for whole in (GREETING, UPGRADE.format(sid)):
        with connect(server, whole.replace(line, "")) as client:
            assert client.recv(100).startswith(b"HTTP/1.1 400")
    with connect(server, UPGRADE.format(sid)) as client:  # the session goes on
        assert client.recv(100).startswith(b"HTTP/1.1 101")


def test_a_client_that_sends_without_a_pause_slows_nobody_down(server: Server) -> None:
    flooding = connect(server, GREETING)
    assert b"101 " in flooding.recv(65536)
    over, under_way = threading.Event(), threading.Event()

    def flood() -> None:
        try:
            while not over.is_set():
                flooding.sendall(PONG_FRAME * 20_000)
                under_way.set()
        except OSError:
            return

    thread = threading.Thread(target=flood)
    thread.start()
    assert under_way.wait(PATIENCE_SECONDS)
    try:
        for _ in range(5):
            assert fetch(server)
    finally:
        over.set()
        flooding.close()
        thread.join()


def post(server: Server, sid: str, length: int, body: str = "") -> socket.socket:
    """Begin to POST to an Engine.IO session."""
    path = f"{OPEN}&sid={sid}"
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"
    return connect(server, head + body)


def test_a_client_that_has_not_joined_cannot_post_much(server: Server) -> None:
    sid, length = open_session(server), backpressure.UNJOINED_BYTES + 1
    with post(server, sid, length) as client:
        assert b" 400 " in client.recv(1000)
    with post(server, sid, 1, "2") as client:
        assert b" 400 " in client.recv(1000)  # the session is closed


def test_a_client_that_posts_many_times_at_once_is_closed(server: Server) -> None:
    sid = open_session(server)
    with ExitStack() as opened:
        clients = [opened.enter_context(post(server, sid, 10)) for _ in range(3)]
        answered, _, _ = select.select(clients, [], [], PATIENCE_SECONDS)
        assert b" 400 " in answered[0].recv(1000)


def test_a_participant_has_at_most_20_connections(room: Room, server: Server) -> None:
    room.go("lobby")
    asyncio.run(_many_tabs(room, server))


async def _many_tabs(room: Room, server: Server) -> None:
    visitor = room.participant_visitor()
    tabs = [
        await Caller(visitor, room.code, Role.PARTICIPANT).connect(server.address)
        for _ in range(21)
    ]
    await tabs[0].sent_away()
    assert "now" in await tabs[1].call("clock")
    for tab in tabs[1:]:
        await tab.leave()


def test_a_console_is_closed_after_a_command_has_ended_its_login(
    room: Room, server: Server
) -> None:
    asyncio.run(_log_out_elsewhere(room, server))


async def _log_out_elsewhere(room: Room, server: Server) -> None:
    visitor = room.organizer_visitor()
    console = await Caller(visitor, room.code, Role.ORGANIZER).connect(server.address)
    with transaction() as session:  # in this process, whose connections are others
        organizers.end_access(session, session.get_one(Organizer, room.organizer_id))
    await console.sent_away()
