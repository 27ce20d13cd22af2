"""Two servers behind Caddy with our Caddyfile: phones stay at one, and change if it ends.

Over HTTPS, Caddy signs the certificate for `localhost` itself.
"""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

import aiohttp
import pytest
from flask import Flask
from sqlalchemy import select

from benchmarks.server_processes import reserved_port
from polling.contests.models import Ballot, Contest
from polling.core.access import Role
from polling.core.db import reading
from polling.rehearsal.socketio_client import NoAck, Refused
from tests import databases
from tests.databases import on_postgresql
from tests.live.socket_client import PatientWire
from tests.patience import PATIENCE_SECONDS
from tests.rehearsal.test_rehearse import two_themes
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of, environment

pytestmark = [
    on_postgresql,
    pytest.mark.server,
    pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed"),
]
NO_PORT_80 = "auto_https disable_redirects"
CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"
NAMES = ("server-1:5000", "server-2:5000")
STICKY = "server"  # the cookie by which Caddy recognizes a browser
VOTERS = 12
FAILING = {
    "bad-chunk": b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\nZZZ\r\n",
    "no-body": b"Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
}


@contextmanager
def caddy(folder: Path, site: str, servers: list[Server]) -> Iterator[None]:
    """Serve `site` with our Caddyfile, which leads to these servers."""
    text = CADDYFILE.read_text(encoding="utf-8")
    for name, server in zip(NAMES, servers, strict=True):
        assert name in text
        text = text.replace(name, f"127.0.0.1:{server.port}")
    text = text.replace("admin off", "admin off\n\tskip_install_trust\n\t" + NO_PORT_80)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    environment = os.environ | {"SITE": site, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", "Caddyfile"]
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.kill()
            process.wait(PATIENCE_SECONDS)


@contextmanager
def deployed(folder: Path, host: str) -> Iterator[tuple[str, list[Server]]]:
    """The address of Caddy at a host, and the servers behind it."""
    databases.require_redis()
    with reserved_port() as port:
        address = f"{host}:{port}"
        settings = {
            "REDIS_URL": databases.REDIS,
            "PUBLIC_URL": address,
            "TRUSTED_PROXIES": "1",
            "METRICS_TOKEN": "ac55eb5e6ba293a8be6c6acc1ce0449b",
        }
        with Server(**settings) as first, Server(**settings) as second:
            servers = [first, second]
            with caddy(folder, address, servers):
                yield address, servers


@pytest.fixture
def site(room: Room, tmp_path: Path) -> Iterator[tuple[str, list[Server]]]:
    """The address of Caddy, and the servers behind it."""
    with deployed(tmp_path, "http://127.0.0.1") as made:
        yield made


class Phone:
    """A browser that keeps its cookies, and reconnects until it succeeds."""

    def __init__(self, site: str, room: Room, person: int) -> None:
        self._site, self._room, self._person = site, room, person
        self._own = cookie_of(room.participant_visitor(person))

    async def __aenter__(self) -> Self:
        self._jar = aiohttp.CookieJar(unsafe=True)  # accept cookies for IP addresses
        self._http = aiohttp.ClientSession(cookie_jar=self._jar, cookies={COOKIE: self._own})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    @property
    def server(self) -> str:
        """The mark of the server to which Caddy leads this phone."""
        [found] = [cookie.value for cookie in self._jar if cookie.key == STICKY]
        return found

    async def get(self, path: str) -> int:
        """Open a page; return the status. Tries again while Caddy is starting."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    async with self._http.get(self._site + path) as answer:
                        return answer.status
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.1)

    async def vote(self, contest: Contest, revision: int) -> dict[str, Any]:
        """Connect and send a ballot; try again after each lost connection, as the page does."""
        ballot = {
            "contest": contest.id,
            "receipt": f"{self._person:032x}",
            "revision": revision,
            "choices": {"ranking": contest.options[:3]},
        }
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    return await self._send(ballot)
                except (NoAck, Refused, aiohttp.ClientError, OSError):
                    await asyncio.sleep(0.1)

    async def _send(self, ballot: dict[str, Any]) -> dict[str, Any]:
        auth = {"workshop": self._room.code, "role": Role.PARTICIPANT.value}
        wire = await PatientWire.open(self._http, self._site, auth, lambda *_: None)
        try:
            answer: dict[str, Any] = await wire.emit("ballot", ballot)
            return answer
        finally:
            await wire.close()


def test_phones_vote_through_caddy_also_when_a_server_ends(
    site: tuple[str, list[Server]], room: Room
) -> None:
    address, servers = site
    room.go("lobby")
    room.join(VOTERS)
    room.go("ranking")
    contest = room.open_ranking()[0]
    asyncio.run(_vote_and_lose_a_server(address, servers, room, contest))
    with reading() as session:
        assert session.scalars(select(Ballot.revision)).all() == [2] * VOTERS


async def _vote_and_lose_a_server(
    address: str, servers: list[Server], room: Room, contest: Contest
) -> None:
    async with AsyncExitStack() as stack:
        made = [Phone(address, room, person) for person in room.participants]
        phones = [await stack.enter_async_context(phone) for phone in made]
        before = await _servers(phones)
        await _all_vote(phones, contest, revision=1)
        assert await _servers(phones) == before
        servers[0].kill()
        assert len(set(await _servers(phones))) == 1
        await _all_vote(phones, contest, revision=2)


@pytest.mark.parametrize("rest", FAILING.values(), ids=FAILING)
def test_a_stranger_whose_requests_fail_takes_no_server_from_others(
    site: tuple[str, list[Server]], room: Room, rest: bytes
) -> None:
    room.go("lobby")
    room.join(VOTERS)
    asyncio.run(_disturb(site[0], room, rest))


async def _disturb(address: str, room: Room, rest: bytes) -> None:
    async with AsyncExitStack() as stack:
        made = [Phone(address, room, person) for person in room.participants]
        phones = [await stack.enter_async_context(phone) for phone in made]
        before = await _servers(phones)
        for server in set(before):
            await _send_and_leave(urlsplit(address), server, rest)
        assert await _servers(phones) == before


async def _send_and_leave(site: SplitResult, server: str, rest: bytes) -> None:
    """Send a request with these headers and body to a server; leave when Caddy answers."""
    reader, writer = await asyncio.open_connection(site.hostname, site.port)
    start = f"POST /login HTTP/1.1\r\nHost: {site.netloc}\r\nCookie: {STICKY}={server}\r\n"
    writer.write(start.encode() + rest)
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert (await reader.readline()).startswith(b"HTTP/1.1 ")
    writer.close()
    await writer.wait_closed()


async def _servers(phones: list[Phone]) -> list[str]:
    """Let each phone open a page; return the marks of the servers to which Caddy leads them."""
    assert [await phone.get("/") for phone in phones] == [HTTPStatus.OK] * len(phones)
    return [phone.server for phone in phones]


async def _all_vote(phones: list[Phone], contest: Contest, revision: int) -> None:
    answers = await asyncio.gather(*(phone.vote(contest, revision) for phone in phones))
    assert [answer for answer in answers if "error" in answer] == []


def test_strangers_do_not_reach_the_operators_addresses(
    site: tuple[str, list[Server]], room: Room
) -> None:
    room.go("lobby")
    [person] = room.join(1)
    asyncio.run(_ask_for_the_operators_addresses(Phone(site[0], room, person)))


async def _ask_for_the_operators_addresses(stranger: Phone) -> None:
    async with stranger:
        assert await stranger.get("/") == HTTPStatus.OK
        for path in ("/metrics", "/health/live", "/health/ready"):
            assert await stranger.get(path) == HTTPStatus.NOT_FOUND


@pytest.mark.slow
def test_a_rehearsal_goes_through_caddy_over_https(app: Flask, tmp_path: Path) -> None:
    room = two_themes(app, "one")
    with deployed(tmp_path, "https://localhost") as (address, _servers):
        trusted = _certificate(tmp_path, urlsplit(address))
        done = subprocess.run(
            [sys.executable, "-m", "polling.cli", "rehearse", room.code, "--participants", "6"],
            env=environment(SSL_CERT_FILE=str(trusted), PUBLIC_URL=address),
            capture_output=True,
            text=True,
            check=False,
        )
    print(done.stdout, done.stderr)  # shown if it fails
    assert done.returncode == 0


def _certificate(folder: Path, site: SplitResult) -> Path:
    """Wait until Caddy answers over HTTPS; return the certificate that one has to trust."""
    path = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            context = ssl.create_default_context(cafile=path)
            with (
                socket.create_connection((site.hostname, site.port)) as connected,
                context.wrap_socket(connected, server_hostname=site.hostname),
            ):
                return path
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
