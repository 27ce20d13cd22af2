"""The load: phones that speak Socket.IO over WebSocket, thousands of them in one event loop.

They share the machine with the servers, so they decode next to nothing: events are text that was
made beforehand, and of an answer only its number and "ok" are read.
"""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import aiohttp

from polling.rehearsal.socketio_connection import EVENTS, Connection

ACK = re.compile(r"43(\d+)\[")
WITH_BYTES = "45"  # an event whose bytes follow
AT_ONCE = 100  # connections that are being made at any time
PATIENCE_SECONDS = 120.0

Listener = Callable[[str], None]
Taker = Callable[[bytes], None]


class NoAnswer(ConnectionError):
    """A server did not do what the bench needs of it."""


class Phone(Connection[Listener | None]):
    """One connection. `listener` hears every event as it came, `taker` the bytes after one."""

    taker: Taker | None = None

    patience: ClassVar[float] = PATIENCE_SECONDS

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._sent: dict[int, float] = {}  # when

    @classmethod
    async def open(
        cls,
        session: aiohttp.ClientSession,
        base: str,
        auth: dict[str, Any],
        listener: Listener | None = None,
        *,
        cookie: str = "",
    ) -> Self:
        """Connect and sign in; nobody needs to listen."""
        return await super().open(session, base, auth, listener, cookie=cookie)

    async def emit(self, event: str) -> float:
        """Send `["name",{…}]`, written as JSON; returns the seconds until it was acknowledged."""
        return await (await self.send(event))

    async def send(self, event: str) -> "asyncio.Future[float]":
        """Send an event; the future is its ack, with the seconds until then."""
        number, answer = self._expect_ack()
        self._sent[number] = time.perf_counter()
        await self._socket.send_str(f"{EVENTS}{number}{event}")
        return answer

    async def _receive(self, text: str) -> None:
        if found := ACK.match(text):
            self._answer(int(found[1]), text)
        elif self._listener is not None and text.startswith((EVENTS, WITH_BYTES)):
            self._listener(text)
        if self.taker is not None and text.startswith(WITH_BYTES):
            self.taker(await self._socket.receive_bytes())

    def _answer(self, number: int, text: str) -> None:
        seconds, answer = time.perf_counter() - self._sent.pop(number), self._acks.pop(number)
        if answer.done():
            return
        if '"error"' in text:
            answer.set_exception(NoAnswer(text))
        else:
            answer.set_result(seconds)


def client() -> aiohttp.ClientSession:
    """What phones connect with: no limit, no cookies of its own."""
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


async def connect(
    session: aiohttp.ClientSession,
    address: str,
    entries: Sequence[tuple[dict[str, Any], str]],
    *,
    at_once: int = AT_ONCE,
) -> list[Phone]:
    """A phone for each (auth, cookie)."""
    gate = asyncio.Semaphore(at_once)

    async def one(auth: dict[str, Any], cookie: str) -> Phone:
        async with gate:
            return await Phone.open(session, address, auth, cookie=cookie)

    return await asyncio.gather(*(one(auth, cookie) for auth, cookie in entries))


async def leave(phones: Sequence[Phone]) -> None:
    """Close them all."""
    await asyncio.gather(*(phone.close() for phone in phones))
