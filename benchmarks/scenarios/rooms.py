"""Many workshops at once on PostgreSQL, with one, two and four servers.

In each workshop, a few phones send answers to the survey repeatedly: a small write by HTTP. A
commit takes 20 ms, as on a database that waits for its replica. A proxy assigns phones to servers
by a cookie, so that the phones of each workshop are on all servers, or by workshop.
"""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from benchmarks import postgresql
from benchmarks.cookies import cookie_and_token
from benchmarks.environment import our_server
from benchmarks.figures import Figures, Scenario, acks
from benchmarks.phones import NoAnswer, client
from benchmarks.room import Room, fill
from polling.core import db
from polling.core.access import Role
from polling.core.migrate import upgrade
from polling.workshop.models import Workshop

WORKSHOPS = 20
SERVERS = (1, 2, 4)
PROXIES = ("by_cookie", "by_workshop")
COMMIT_MS = 20
WARM_UP_SECONDS, SECONDS = 2.0, 6.0


@dataclass
class _Writer:
    """A phone that answers its workshop's survey repeatedly."""

    workshop: int  # its place in the list of workshops
    path: str
    headers: dict[str, str]
    receipt: str
    revision: int = 0
    took: list[float] = field(default_factory=list)

    async def write(self, session: aiohttp.ClientSession, address: str, until: float) -> None:
        """Send answers until this time."""
        while (started := time.perf_counter()) < until:
            self.revision += 1
            said = {"learned": self.revision % 5 + 1}
            body = json.dumps({"receipt": self.receipt, "revision": self.revision, "answers": said})
            async with session.post(address + self.path, data=body, headers=self.headers) as answer:
                if answer.status != HTTPStatus.OK:
                    raise NoAnswer(f"{answer.status}: {await answer.text()}")
                await answer.read()
            self.took.append(time.perf_counter() - started)


async def rooms(phones: int) -> Scenario:
    """Measure our server only. Figures are named after the number of servers and the proxy."""
    figures: Figures = {}
    for servers in SERVERS:
        for proxy in PROXIES if servers > 1 else ("",):
            figures |= await _with(servers, proxy, phones // WORKSHOPS)
    return Scenario("rooms", phones, figures)


async def _with(servers: int, proxy: str, phones: int) -> Figures:
    with ExitStack() as stack:
        url = stack.enter_context(postgresql.database())
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="polling-bench-")))
        secret = secrets.token_hex(32)
        upgrade(db.connect(url))
        writers = [
            _writer(secret, workshop, room, person)
            for workshop, room in enumerate([_survey(phones) for _ in range(WORKSHOPS)])
            for person in room.people
        ]
        postgresql.slow_down_commits(url, COMMIT_MS)
        settings = {"DATABASE_URL": url, "REDIS_URL": postgresql.REDIS}
        processes = [
            stack.enter_context(our_server(folder, secret, **settings)) for _ in range(servers)
        ]
        addresses = [process.address for process in processes]
        assigned = [
            (writer, addresses[(writer.workshop if proxy == "by_workshop" else number) % servers])
            for number, writer in enumerate(writers)
        ]
        await _run(assigned, WARM_UP_SECONDS)
        before = [process.cpu_seconds() or 0.0 for process in processes]
        took = await _run(assigned, SECONDS)
        cpu = sum(process.cpu_seconds() or 0.0 for process in processes) - sum(before)
    named = {
        "writes_per_s": round(len(took) / SECONDS),
        **acks(took),
        "cpu_ms_per_write": round(1000 * cpu / len(took), 2),
    }
    label = f"{servers}_servers_{proxy}".rstrip("_")
    return {f"{label}_{name}": value for name, value in named.items()}


async def _run(assigned: Sequence[tuple[_Writer, str]], seconds: float) -> list[float]:
    """Let each phone write to its server; return the duration of each write."""
    for writer, _ in assigned:
        writer.took.clear()
    async with client() as session:
        until = time.perf_counter() + seconds
        await asyncio.gather(
            *(writer.write(session, address, until) for writer, address in assigned)
        )
    return [took for writer, _ in assigned for took in writer.took]


def _survey(people: int) -> Room:
    """Create a workshop with an open survey."""
    room = fill(people)
    with db.transaction() as session:
        session.get_one(Workshop, room.workshop_id).survey_open = True
    return room


def _writer(secret: str, workshop: int, room: Room, person: int) -> _Writer:
    cookie, token = cookie_and_token(secret, Role.PARTICIPANT, room.workshop_id, person)
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": token,
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    return _Writer(workshop, f"/w/{room.code}/survey", headers, f"{person:032x}")
