"""The server crashes and returns while a room waits: all pages reconnect, spread over time."""

import asyncio
import contextlib
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from polling.core.db import reading
from polling.rehearsal.socketio_client import Refused
from polling.workshop.models import Workshop
from tests.faults.ballot_log import Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import Organizer, close_all
from tests.faults.voter import TROUBLE, Voter
from tests.faults.voting_room import Hall, Pass
from tests.patience import PATIENCE_SECONDS

DOWN_SECONDS = 3.0
AT_ONCE = 100  # connections opened in parallel before the fault
VOTING = 0.1  # the share of phones that are voting when the server dies
# As in connection.js, and as Socket.IO's client interprets it.
FIRST_PAUSE, LONGEST_PAUSE, RANDOMIZATION, CONNECT_SECONDS = 0.5, 5.0, 0.7, 5.0
VERSION = re.compile(r'data-version="(\d+)"')


@dataclass
class Restart:
    """The results; seconds are counted from when the server accepts connections again."""

    phones: int
    verdict: Verdict
    back: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        missing = self.phones - len(self.right)
        lost = [f"{missing} phones do not show what is true"] if missing else []
        return self.verdict.wrong + lost + [f"{n} × {what}" for what, n in self.errors.items()]

    @property
    def fullest_second(self) -> int:
        """The largest number of phones that reconnected within one second."""
        return max(sum(at <= one < at + 1 for one in self.back) for at in self.back)

    def __str__(self) -> str:
        done = self.verdict
        return (
            f"{self.phones:,} phones, {DOWN_SECONDS:.0f} s down: all back after "
            f"{max(self.back):.1f} s, at most {self.fullest_second:,} in one second, all right "
            f"after {max(self.right):.1f} s; {self.errors.total()} errors; {done.acked:,} ballots "
            f"acknowledged, {done.lost} lost, {done.doubled} doubled"
        )


class Phone(Voter):
    """An open page that reconnects as ours do."""

    def __init__(self, hall: Hall, mine: Pass, chance: random.Random, errors: Counter[str]) -> None:
        super().__init__(hall, mine, Log(), chance)
        self._errors = errors
        self.shown = 0  # the version of the page
        self.came_back = self.was_right = 0.0
        self._fetching: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Open the socket; the server says hello, or gives a reason."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                self.wire = await self.wire_kind.open(
                    self._session, self.hall.server.address, self._auth, self._hear
                )
        except Refused as refusal:
            self._errors[f"refused: {refusal}"] += 1
            raise

    async def come_back(self) -> None:
        """Lose the connection with the server, and retry until it is back."""
        assert self.wire
        await self.wire.lost()
        pause = FIRST_PAUSE * (1 + self.chance.random())
        while True:
            deviation = self.chance.uniform(-RANDOMIZATION, RANDOMIZATION)
            await asyncio.sleep(min(LONGEST_PAUSE, pause * (1 + deviation)))
            pause *= 2
            with contextlib.suppress(TimeoutError, *TROUBLE):
                await self.connect()
                self.came_back = time.monotonic()
                return

    async def see(self, version: int) -> None:
        """Wait until the page shows this version."""
        while self.shown < version:
            assert self._fetching
            await self._fetching
        self.was_right = time.monotonic()

    def _hear(self, event: str, data: Any) -> None:
        """Fetch the page again if a message shows a newer version."""
        if event not in {"hello", "changed"} or data["version"] <= self.shown:
            return
        if self.shown == 0:
            self.shown = data["version"]  # the page has just been loaded
            return
        if self._fetching is None or self._fetching.done():
            delay = self.chance.random() * data.get("spread_ms", 0) / 1000
            self._fetching = asyncio.create_task(self._fetch(delay))

    async def _fetch(self, delay: float) -> None:
        await asyncio.sleep(delay)
        with contextlib.suppress(*TROUBLE):
            page = await self.page()
            if found := VERSION.search(page):
                self.shown = int(found[1])


async def restart(hall: Hall, *, seed: int, phones: int) -> Restart:
    """Let this many `phones` wait; kill the server just after it announced a change."""
    chance, log, errors = random.Random(seed), Log(), Counter[str]()
    passes, console = hall.voters(phones), Organizer(hall, hall.organizers(1)[0])
    await asyncio.to_thread(hall.server.start)
    room = [Phone(hall, one, random.Random(chance.random()), errors) for one in passes]
    gate = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_arrive(phone, gate) for phone in room))
    coming_back = [asyncio.create_task(phone.come_back()) for phone in room]
    assert await console.post(f"ranking/{hall.contests[0].id}/close") == 200
    voters = [Voter(hall, one, log, chance) for one in passes[: int(phones * VOTING)]]
    voting = [asyncio.create_task(_vote(voter)) for voter in voters]
    await asyncio.sleep(chance.random())
    hall.server.kill()
    await asyncio.sleep(DOWN_SECONDS)
    await asyncio.to_thread(hall.server.start)
    up = time.monotonic()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*coming_back, *voting)
        await asyncio.gather(*(phone.see(_version(hall)) for phone in room))
    await asyncio.gather(*(one.leave() for one in [*room, *voters]), console.leave())
    published = await close_all(hall)
    contests = [contest.id for contest in hall.contests]
    verdict = Checker(log, hall.app.config["SECRET_KEY"], contests).check(published)
    back = [phone.came_back - up for phone in room]
    return Restart(phones, verdict, back, [phone.was_right - up for phone in room], errors)


async def _arrive(phone: Phone, gate: asyncio.Semaphore) -> None:
    async with gate:
        await phone.connect()


async def _vote(voter: Voter) -> None:
    await voter.cast(voter.ballot(voter.hall.contests[1].id))


def _version(hall: Hall) -> int:
    with reading() as session:
        return session.get_one(Workshop, hall.room.workshop_id).phones_version
