"""All groups write at once: the latency from a key press to the other phones.

Each phone types into its own recommendation, and sends like the real page: the first key at once,
and later keys as one update when SEND_EVERY_SECONDS have passed and the last update was
acknowledged.
"""

import asyncio
import random
import time
import zlib
from bisect import bisect
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import Any

import aiohttp
from pycrdt import Doc, Text

from benchmarks import breakout_groups
from benchmarks.environment import Stand, stand
from benchmarks.figures import Figures, Scenario, percentile
from polling.breakouts.models import Group
from polling.core import db
from polling.core.access import Actor, Role
from polling.documents import yjs_updates
from polling.documents.yjs_clients import number
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.rehearsal.socketio_client import Wire

SECONDS = 15.0
KEY_SECONDS = 0.25  # average time between two key presses
SEND_EVERY_SECONDS = 0.06  # SEND_EVERY_MS in static/js/drafting/draft-session.js
CARET_SECONDS = 0.5  # CARET_MS in static/js/drafting/presence.js
ON_EACH_ISSUE = 3  # for each of three issues: more recommendations than members


@dataclass
class Clock:
    """The time of each update's first key, and the latency of its delivery and ack.

    `typed` is by client: (its clock after an update, the time of the key).
    """

    typed: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    heard: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0  # used by the server
    load_seconds: float = 0.0  # used by this process, which simulates all phones

    def press(self, client: int, clock: int, at: float) -> None:
        """Record the time of the first key in an update."""
        self.typed.setdefault(client, []).append((clock, at))

    def hear(self, own: int, event: str, data: Any) -> None:
        """Handle a message to the phone of client `own`: a part of its group's text."""
        if event != "draft" or data["kind"] != "update":
            return
        moment = time.perf_counter()
        for client, (start, end) in yjs_updates.read(data["data"]).adds.items():
            typed = [] if client == own else self.typed.get(client, [])
            for clock, pressed in typed[bisect(typed, (start, inf)) :]:
                if clock <= end:
                    self.heard.append(moment - pressed)


async def drafting(phones: int) -> Scenario:
    """Measure our server only: the bare engine has no documents."""
    with stand(phones) as stood:
        with db.transaction() as session:
            breakout_groups.seat(session, stood.room, on_each_issue=ON_EACH_ISSUE)
            breakout_groups.go(session, stood.room, "breakouts")
        clock = await _write(stood)
    figures: Figures = {
        "to_others_p50": round(percentile(clock.heard, 0.5) * 1000),
        "to_others_p95": round(percentile(clock.heard, 0.95) * 1000),
        "update_ack_p95": round(percentile(clock.acknowledged, 0.95) * 1000),
        "updates_per_s": round(len(clock.acknowledged) / SECONDS),
        "cpu_ms_per_update": round(1000 * clock.cpu_seconds / max(1, len(clock.acknowledged)), 2),
        "cpu_percent": round(100 * clock.cpu_seconds / SECONDS),
        "load_cpu_percent": round(100 * clock.load_seconds / SECONDS),
    }
    return Scenario("drafting", phones, figures)


async def _write(stood: Stand) -> Clock:
    clock, desks = Clock(), _desks(stood)
    sessions = [
        aiohttp.ClientSession(headers={"Cookie": cookie}, cookie_jar=aiohttp.DummyCookieJar())
        for _, cookie in stood.ours.entries
    ]
    address = stood.ours.process.address
    wires = [
        await Wire.open(session, address, auth, partial(clock.hear, _client(root, mark)))
        for session, (auth, _), (_, root, mark) in zip(
            sessions, stood.ours.entries, desks, strict=True
        )
    ]
    before, load_before = stood.ours.process.cpu_seconds() or 0.0, time.process_time()
    await asyncio.gather(
        *(Typist(wire, *desk, clock).write() for wire, desk in zip(wires, desks, strict=True))
    )
    await asyncio.sleep(1)
    clock.cpu_seconds = (stood.ours.process.cpu_seconds() or 0.0) - before
    clock.load_seconds = time.process_time() - load_before
    await asyncio.gather(*(wire.drop() for wire in wires))
    await asyncio.gather(*(session.close() for session in sessions))
    return clock


def _desks(stood: Stand) -> list[tuple[str, str, int]]:
    """Return for each person: their group's document, their own text in it, and their mark."""
    with db.reading() as session:
        free: dict[int, list[int]] = {}
        for one in session.query(Recommendation):
            free.setdefault(one.group_id or 0, []).append(one.id)
        found = []
        for person in stood.room.people:
            found_there = session.get_one(Participant, person)
            group_id = found_there.group_id or 0
            mark = Actor(Role.PARTICIPANT, 0, label=f"#{found_there.number}").mark
            group = session.get_one(Group, group_id)
            found.append((group.document_key, f"{free[group_id].pop()}/rationale", mark))
        return found


def _client(root: str, mark: int) -> int:
    """Return the client id under which a person with this mark types."""
    return number(mark, 1 + zlib.crc32(root.encode()) % 2**31)


class Typist:
    """One person at one text: presses keys at random times, and sends like a page."""

    def __init__(self, wire: Wire, document: str, root: str, mark: int, clock: Clock) -> None:
        self._wire, self._document, self._clock = wire, document, clock
        self._chance = random.Random(root)  # noqa: S311  repeatable, not secret
        self._client = _client(root, mark)
        self._replica = Doc[Any](client_id=self._client)
        self._text = self._replica.get(root, type=Text)
        self._sent = self._replica.get_state()
        self._root = root
        self._first_key = self._next_caret = 0.0
        self._unsent = asyncio.Event()

    async def write(self) -> None:
        """Press keys for a while."""
        sending = asyncio.create_task(self._send())
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            await asyncio.sleep(self._chance.expovariate(1 / KEY_SECONDS))
            self._text += self._chance.choice("abcdefgh ")
            self._first_key = self._first_key or time.perf_counter()
            self._unsent.set()
            await self._tell_caret()
        sending.cancel()

    async def _tell_caret(self) -> None:
        """Send the position of the caret to the others in the group."""
        if time.perf_counter() >= self._next_caret:
            self._next_caret = time.perf_counter() + CARET_SECONDS
            said = {"document": self._document, "field": self._root, "at": ""}
            await self._wire.tell("draft.awareness", said)

    async def _send(self) -> None:
        while await self._unsent.wait():
            self._unsent.clear()
            update = self._replica.get_update(self._sent)
            self._sent = self._replica.get_state()
            self._clock.press(self._client, len(self._text), self._first_key)
            self._first_key = 0.0
            started = time.perf_counter()
            answer = await self._wire.emit(
                "draft.update", {"document": self._document, "data": update}
            )
            if "error" in answer:
                raise RuntimeError(answer["error"]["message"])
            took = time.perf_counter() - started
            self._clock.acknowledged.append(took)
            await asyncio.sleep(SEND_EVERY_SECONDS - took)
