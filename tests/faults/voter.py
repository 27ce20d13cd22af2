"""A phone in a fault run: a real socket client that never gives up, and logs everything."""

import asyncio
import random
import secrets
from dataclasses import replace
from typing import Any

import aiohttp

from polling.contests.casting.receipts import canonical, digest
from polling.rehearsal.socketio_client import NoAck, Refused, Wire
from tests.faults.ballot_log import Attempt, End, Log
from tests.faults.voting_room import Hall, Pass

HTTP_SECONDS = 8.0
TROUBLE = (NoAck, Refused, aiohttp.ClientError, OSError, ValueError)


class Voter:
    """Casts ballots by socket and HTTP, as the page's outbox does; `chance` is its own."""

    wire_kind: type[Wire] = Wire
    pause = 0.4  # seconds before the next try

    def __init__(self, hall: Hall, mine: Pass, log: Log, chance: random.Random) -> None:
        self.hall, self.log, self.chance, self.number = hall, log, chance, mine.person
        self._session = hall.browser(mine)
        self._auth = {"workshop": hall.room.code, "role": "participant"}
        self._receipts: dict[str, str] = {}
        self._revisions: dict[str, int] = {}
        self.wire: Wire | None = None
        self.heard: list[tuple[str, Any]] = []

    async def leave(self) -> None:
        """Switch the phone off."""
        if self.wire is not None:
            await self.wire.drop()
        await self._session.close()

    async def connect(self) -> None:
        """Open the socket; the caller handles errors."""
        address = self.hall.server.address
        self.wire = await self.wire_kind.open(
            self._session, address, self._auth, lambda *event: self.heard.append(event)
        )

    async def vanish(self) -> None:
        """Drop the connection without closing it."""
        if self.wire is not None:
            await self.wire.drop()
        self.wire = None

    def ballot(self, contest: str) -> Attempt:
        """Return a new ballot, or a new revision of it, with random choices."""
        receipt = self._receipts.setdefault(contest, secrets.token_hex(16))
        revision = self._revisions[contest] = self._revisions.get(contest, 0) + 1
        options = next(one.options for one in self.hall.contests if one.id == contest)
        choices = {"ranking": self.chance.sample(options, 3)}
        line = digest(contest, receipt, canonical(choices))
        return Attempt(contest, self.number, receipt, revision, choices, line)

    async def cast(self, ballot: Attempt) -> Attempt:
        """Send a ballot until the server gives a definite answer; return the last attempt."""
        while True:
            attempt = await self.attempt(ballot)
            if attempt.code == "stale-ballot":
                ballot = self._above(attempt)
                continue
            if attempt.end is not End.UNKNOWN and attempt.code not in PASSING:
                return attempt
            await asyncio.sleep(self.pause * (0.5 + self.chance.random()))

    def _above(self, stale: Attempt) -> Attempt:
        """Return the same ballot with a revision higher than the stored one."""
        revision = self._revisions[stale.contest] = stale.stored + 1
        return replace(again(stale), revision=revision)

    async def attempt(self, ballot: Attempt) -> Attempt:
        """Send it once, by socket if connected, otherwise by HTTP."""
        attempt = self.log.invoke(again(ballot))
        try:
            if self.wire is None and self.chance.random() < 0.8:
                await self.connect()
            self.log.answer(attempt, await self._send(attempt.payload))
        except TROUBLE:
            await self.vanish()
        return attempt

    async def send_and_vanish(self, ballot: Attempt) -> None:
        """Send it by socket and disconnect before any answer can arrive."""
        attempt = self.log.invoke(again(ballot))
        try:
            if self.wire is None:
                await self.connect()
            assert self.wire
            await self.wire.tell("ballot", attempt.payload)
        except TROUBLE:
            pass
        await self.vanish()

    async def _send(self, payload: dict[str, Any]) -> dict[str, Any]:
        if self.wire is not None:
            answer: dict[str, Any] = await self.wire.emit("ballot", payload)
            return answer
        return await self.post(f"/w/{self.hall.room.code}/ballots", payload)

    async def post(self, path: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Over HTTP."""
        limit = aiohttp.ClientTimeout(total=HTTP_SECONDS)
        address = self.hall.server.address + path
        async with self._session.post(address, json=payload, timeout=limit) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def page(self) -> str:
        """The participant's page."""
        async with self._session.get(f"{self.hall.server.address}/w/{self.hall.room.code}") as got:
            return await got.text()

    async def published(self, contest: str) -> list[str]:
        """The list of a closed contest, as published."""
        path = f"/w/{self.hall.room.code}/contests/{contest}/ballots"
        async with self._session.get(self.hall.server.address + path) as response:
            answer = await response.json()
            assert "hashes" in answer, (response.status, answer)
            hashes: list[str] = answer["hashes"]
            return hashes


# Refusals after which the page's outbox resends the ballot.
PASSING = {"too-many", "not-saved"}


def again(ballot: Attempt) -> Attempt:
    """Return the same ballot as a new attempt."""
    return Attempt(
        ballot.contest,
        ballot.voter,
        ballot.receipt,
        ballot.revision,
        ballot.choices,
        ballot.digest,
    )
