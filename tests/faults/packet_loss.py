"""Bad Wi-Fi: for minutes, almost a third of all messages are lost in both directions."""

import asyncio
import random
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from polling.rehearsal.socketio_client import Listener, NoAck, Wire
from tests.faults.ballot_log import End, Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import close_all
from tests.faults.voter import HTTP_SECONDS, Voter
from tests.faults.voting_room import Hall, Pass

LOST = 0.3
SOCKET_SECONDS = 4.0
THINK_SECONDS = 10.0
RECOVERY_SECONDS = 60.0
ENDS = {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED}


class Air:
    """The network. `lost` is the share of messages that do not arrive."""

    def __init__(self, seed: int) -> None:
        self.lost = LOST
        self.dropped = self.carried = 0
        self._chance = random.Random(seed)

    def drops(self) -> bool:
        """Whether the next message is lost."""
        lost = self._chance.random() < self.lost
        self.dropped += lost
        self.carried += not lost
        return lost


class LossySocket:
    """A WebSocket in this network."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, air: Air) -> None:
        self._socket, self._air = socket, air

    async def send_str(self, data: str) -> None:
        """Send a message, or lose it."""
        if not self._air.drops():
            await self._socket.send_str(data)

    async def receive(self) -> aiohttp.WSMessage:
        """Receive the next message that arrives."""
        while True:
            message = await self._socket.receive()
            if message.type in ENDS or not self._air.drops():
                return message

    def __aiter__(self) -> "LossySocket":
        return self

    async def __anext__(self) -> aiohttp.WSMessage:
        message = await self.receive()
        if message.type in ENDS | {aiohttp.WSMsgType.ERROR}:
            raise StopAsyncIteration
        return message

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


class DroppingVoter(Voter):
    """A phone in this network, with the timeouts of the page's outbox."""

    pause = 3.0

    def __init__(self, hall: Hall, mine: Pass, log: Log, chance: random.Random, air: Air) -> None:
        super().__init__(hall, mine, log, chance)
        self._air = air

        class LossyWire(Wire):
            patience = SOCKET_SECONDS

            def __init__(self, socket: Any, listener: Listener) -> None:
                super().__init__(LossySocket(socket, air), listener)  # type: ignore[arg-type]

        self.wire_kind = LossyWire

    async def post(self, path: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Post over HTTP; the request and the response may each be lost."""
        if self._air.drops():
            await self._wait_in_vain()
        answer = await super().post(path, payload)
        if self._air.drops():
            await self._wait_in_vain()
        return answer

    async def _send(self, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            return await super()._send(payload)
        except NoAck:
            return await self.post(f"/w/{self.hall.room.code}/ballots", payload)

    async def _wait_in_vain(self) -> None:
        await asyncio.sleep(HTTP_SECONDS)
        raise TimeoutError


@dataclass
class Drops:
    """The results. `recovery` is the time from the end of the losses to the last ack."""

    verdict: Verdict
    log: Log
    air: Air
    phones: int
    seconds: float
    recovery: float

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        late = [f"{self.recovery:.0f} s until all was acknowledged"]
        return self.verdict.wrong + (late if self.recovery > RECOVERY_SECONDS else [])

    def __str__(self) -> str:
        done, all_messages = self.verdict, self.air.dropped + self.air.carried
        return (
            f"{self.phones} phones for {self.seconds:.0f} s, {self.air.dropped:,} of "
            f"{all_messages:,} messages dropped; {self.log.acked:,} acknowledgements of "
            f"{done.acked:,} ballots, {self.log.count(End.UNKNOWN):,} attempts unanswered; all "
            f"acknowledged {self.recovery:.1f} s after recovery; {done.lost} lost, "
            f"{done.doubled} doubled"
        )


async def drops(hall: Hall, *, seed: int, phones: int, seconds: float) -> Drops:
    """Let this many phones vote and change their ballots; then end the losses."""
    chance, log, air, over = random.Random(seed), Log(), Air(seed), asyncio.Event()
    passes = hall.voters(phones)
    await asyncio.to_thread(hall.server.start)
    crowd = [DroppingVoter(hall, mine, log, random.Random(chance.random()), air) for mine in passes]
    voting = [asyncio.create_task(_vote(voter, over)) for voter in crowd]
    await asyncio.sleep(seconds)
    over.set()
    cleared, air.lost = time.monotonic(), 0.0
    await asyncio.gather(*voting)
    recovery = time.monotonic() - cleared
    await asyncio.gather(*(voter.leave() for voter in crowd))
    published = await close_all(hall)
    contests = [contest.id for contest in hall.contests]
    verdict = Checker(log, hall.app.config["SECRET_KEY"], contests).check(published)
    return Drops(verdict, log, air, phones, seconds, recovery)


async def _vote(voter: Voter, over: asyncio.Event) -> None:
    """Vote, pause, and vote again; ballots pending at the end of the losses are still delivered."""
    while not over.is_set():
        await asyncio.sleep(voter.chance.uniform(0, THINK_SECONDS))
        contest = voter.chance.choice(voter.hall.contests)
        await voter.cast(voter.ballot(contest.id))
