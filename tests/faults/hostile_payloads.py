"""A hostile crowd: payloads over HTTP and sockets. No response is a 5xx, memory stays bounded."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import Any

import aiohttp

from polling.rehearsal.socketio_connection import release
from tests.faults.hostile_clients import everybody, known
from tests.faults.random_payloads import Door, Lot, doors
from tests.faults.voting_room import Hall, Pass
from tests.patience import PATIENCE_SECONDS

CROWD = 24
BATCH = 60  # payloads of one identity, below its rate limit
WARM_UP = 2_000  # payloads before the first measurement of memory
MOST_GROWTH_MB = 50
ACK_SECONDS = 2
OVER_SOCKET, OVER_POLLING = 0.75, 0.01
ACKED = re.compile(r'42\d+\["(ballot|clock|draft)')
RESERVED = ("connect", "disconnect", "message", "*", "")


@dataclass
class Hostile:
    """The results."""

    sent: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    before_mb: float = 0
    after_mb: float = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, what: str, answer: str, *, bad: bool) -> None:
        """Record a response; a bad one breaks a promise."""
        self.answers[answer] += 1
        if bad:
            self.wrong.append(f"{answer}: {what}")

    def __str__(self) -> str:
        answers = ", ".join(f"{n:,} × {answer}" for answer, n in self.answers.most_common())
        return (
            f"{sum(self.sent.values()):,} payloads ({self.sent['http']:,} HTTP, "
            f"{self.sent['socket']:,} socket): {answers}; memory {self.before_mb:.0f} → "
            f"{self.after_mb:.0f} MB; {len(self.wrong)} violations"
        )


async def hostile(hall: Hall, *, seed: int, payloads: int) -> Hostile:
    """Send this many `payloads` from people in every role."""
    done, numbers = Hostile(), iter(range(payloads))
    crowd = cycle(everybody(hall, payloads // BATCH + 1))
    await asyncio.to_thread(hall.server.start)
    pid = hall.server.pid
    facts = known(hall)

    async def come_and_go() -> None:
        while (first := next(numbers, None)) is not None:
            stranger = Stranger(hall, next(crowd), Lot(f"{seed}:{first}", facts), done)
            await stranger.stay([first, *_some(numbers, BATCH - 1)])

    async def watch() -> None:
        while sum(done.sent.values()) < min(WARM_UP, payloads // 2):
            await asyncio.sleep(0.1)
        done.before_mb = memory_mb(pid)

    await asyncio.gather(watch(), *(come_and_go() for _ in range(CROWD)))
    done.after_mb = memory_mb(pid)
    if not hall.server.running:
        done.wrong.append("the server has gone")
    if done.after_mb - done.before_mb > MOST_GROWTH_MB:
        done.wrong.append(f"grew by {done.after_mb - done.before_mb:.0f} MB")
    return done


def memory_mb(pid: int) -> float:
    """Return the memory of a process, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def _some(numbers: Iterator[int], most: int) -> list[int]:
    return [number for _, number in zip(range(most), numbers, strict=False)]


class Stranger:
    """A person in one role who sends payloads that our pages never send."""

    def __init__(self, hall: Hall, mine: Pass, lot: Lot, done: Hostile) -> None:
        self._hall, self._pass, self._lot, self._done = hall, mine, lot, done
        self._doors = doors(hall.app)
        self._open = [door for door in self._doors if {mine.role, "anyone"} & set(door.roles)]
        self._session = hall.browser(mine, timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS))
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._acks = count()

    async def stay(self, numbers: list[int]) -> None:
        """Send one payload for each number."""
        try:
            for _ in numbers:
                if self._lot.chance.random() < OVER_POLLING:
                    await self._over_polling()
                elif self._lot.chance.random() < OVER_SOCKET:
                    await self._over_socket(self._door(is_event=True))
                else:
                    await self._over_http(self._door(is_event=False))
        finally:
            await self._hang_up()
            await self._session.close()

    def _door(self, *, is_event: bool) -> Door:
        """Choose a target, mostly one open to this role."""
        tried = self._open if self._lot.chance.random() < 0.9 else self._doors
        return self._lot.chance.choice([door for door in tried if door.is_event is is_event])

    # ---- HTTP ----

    async def _over_polling(self) -> None:
        """Connect to Socket.IO by polling, without a WebSocket."""
        polling = f"{self._hall.server.address}/socket.io/?EIO=4&transport=polling"
        sid = "x"
        with suppress(TimeoutError, aiohttp.ClientError):
            async with self._session.get(polling) as response:
                sid = (await response.text())[9:29]
        frame = self._frame(self._door(is_event=True))
        await self._ask("POST", f"{polling}&sid={sid}", f"polling {frame[:100]!r}", {"data": frame})

    async def _over_http(self, door: Door) -> None:
        method = door.name.split(" ")[0]
        if self._lot.chance.random() < 0.05:
            method = self._lot.chance.choice(("GET", "POST", "PUT", "HEAD", "OPTIONS", "NONSENSE"))
        address = self._hall.server.address + self._lot.address(door)
        what = f"{method} {door.name} at {address[:160]}"
        await self._ask(method, address, what, self._sent(method, door))

    async def _ask(self, method: str, address: str, what: str, sent: dict[str, Any]) -> None:
        self._done.sent["http"] += 1
        try:
            async with self._session.request(
                method, address, allow_redirects=False, **sent
            ) as response:
                await response.read()
                self._done.note(what, f"{response.status}", bad=response.status >= 500)
        except TimeoutError:
            self._done.note(what, "no answer", bad=True)
        except (aiohttp.ClientError, OSError, ValueError):
            self._done.note(what, "hung up", bad=not self._hall.server.running)

    def _sent(self, method: str, door: Door) -> dict[str, Any]:
        chance = self._lot.chance
        if method in {"GET", "HEAD"}:
            return {}
        if chance.random() < 0.15:
            body, kind = self._lot.body()
            return {"data": body, "headers": {"Content-Type": kind}}
        if chance.random() < 0.5:
            body = self._lot.text(door).encode("utf-8", "surrogatepass")
            return {"data": body, "headers": {"Content-Type": "application/json"}}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return {"data": self._form(door), "headers": form}

    def _form(self, door: Door) -> bytes:
        payload = self._lot.payload(door)
        fields = payload.items() if isinstance(payload, dict) else [("x", payload)]
        pairs = [f"{self._lot.quoted(k)}={self._lot.quoted(v)}" for k, v in fields]
        return "&".join(pairs).encode()

    # ---- Socket ----

    async def _over_socket(self, door: Door) -> None:
        self._done.sent["socket"] += 1
        try:
            if self._socket is None:
                await self._connect()
            assert self._socket
            frame = self._frame(door)
            await (
                self._socket.send_bytes(frame)
                if isinstance(frame, bytes)
                else self._socket.send_str(frame)
            )
            if isinstance(frame, str) and ACKED.match(frame):
                await self._hear(frame)
            else:
                await self._hang_up()
        except TimeoutError:
            self._done.note(str(door), "no ack", bad=False)
            await self._hang_up()
        except (aiohttp.ClientError, OSError, ValueError, TypeError):
            self._done.note(str(door), "cut off", bad=not self._hall.server.running)
            await self._hang_up()

    async def _connect(self) -> None:
        address = f"{self._hall.server.address}/socket.io/?EIO=4&transport=websocket"
        self._socket = await self._session.ws_connect(address.replace("http", "ws", 1))
        await self._socket.receive(timeout=PATIENCE_SECONDS)
        auth = {"workshop": self._hall.room.code, "role": self._pass.role}
        if self._lot.chance.random() < 0.1:
            auth = {"workshop": self._lot.value(), "role": self._lot.value()}
        await self._socket.send_str(f"40{Lot.dumped(auth)}")
        await self._socket.receive(timeout=PATIENCE_SECONDS)  # hello, "signed in", or a refusal

    async def _hang_up(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            release(self._socket)
        self._socket = None

    def _frame(self, door: Door) -> str | bytes:
        chance = self._lot.chance
        name = door.name if chance.random() < 0.95 else chance.choice(RESERVED)
        draw = chance.random()
        if draw < 0.75:
            return f"42{next(self._acks)}{Lot.dumped([name, self._lot.payload(door)])}"
        if draw < 0.8:
            return f"45{chance.randint(0, 3)}-{next(self._acks)}{Lot.dumped([name, PLACEHOLDER])}"
        if draw < 0.9:
            return chance.choice(FRAMES)
        return bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 40))))

    async def _hear(self, frame: str) -> None:
        """Wait for the ack of this frame, or for the end of the connection."""
        assert self._socket
        number = frame[2:].split("[", 1)[0]
        while True:
            message = await self._socket.receive(timeout=ACK_SECONDS)
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError
            if message.data.startswith(f"43{number}["):
                bad = '"internal"' in message.data
                self._done.note(frame[:200], "internal" if bad else "ack", bad=bad)
                return
            if message.data == "2":
                await self._socket.send_str("3")


PLACEHOLDER = {"_placeholder": True, "num": 0}
FRAMES = (
    "",
    "0",
    "1",
    "5",
    "6",
    "9",
    "4",
    "40",
    "41",
    "42",
    "42[]",
    "42{}",
    '42["ballot"',
    "42[1,2]",
    "42[[]]",
    '42/other,["ballot",{}]',
    '42999999999999999999999["clock"]',
    "43",
    "431[]",
    "44",
    "45",
    '459999999999-["ballot"]',
    '451-["draft.update",{"_placeholder":true,"num":99}]',
    "46",
    "4" * 1000,
    "4" + "[" * 50_000,
    "4\0",
    "4😀",
)
