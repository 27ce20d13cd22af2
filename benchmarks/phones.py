"""The load: phones with Socket.IO over WebSocket, thousands of them in one event loop.

They share the machine with the servers, so they decode almost nothing: events are encoded
beforehand, and of an answer, only its number and "ok" are read.
"""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import aiohttp

from polling.rehearsal.socketio_connection import EVENTS, Connection

ACK = re.compile(r"43(\d+)\[")
WITH_BYTES = "45"  # an event followed by bytes
AT_ONCE = 100  # connections opened in parallel
PATIENCE_SECONDS = 120.0

Listener = Callable[[str], None]
Taker = Callable[[bytes], None]


class NoAnswer(ConnectionError):
    """A server did not do what the benchmark needs."""


class Phone(Connection[Listener | None]):
    """A connection. `listener` gets every raw event, and `taker` the bytes after one."""

    taker: Taker | None = None

    patience: ClassVar[float] = PATIENCE_SECONDS

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._sent: dict[int, float] = {}  # the times

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
        """Connect and sign in, optionally without a listener."""
        return await super().open(session, base, auth, listener, cookie=cookie)

    async def emit(self, event: str) -> float:
        """Send `["name",{…}]`, encoded as JSON; return the seconds until its ack."""
        return await (await self.send(event))

    async def send(self, event: str) -> "asyncio.Future[float]":
        """Send an event; the future returns its ack, with the seconds until then."""
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
    """Return an HTTP client for all phones, without a connection limit or cookies."""
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


async def connect(
    session: aiohttp.ClientSession,
    address: str,
    entries: Sequence[tuple[dict[str, Any], str]],
    *,
    at_once: int = AT_ONCE,
) -> list[Phone]:
    """Connect a phone for each (auth, cookie)."""
    gate = asyncio.Semaphore(at_once)

    async def one(auth: dict[str, Any], cookie: str) -> Phone:
        async with gate:
            return await Phone.open(session, address, auth, cookie=cookie)

    return await asyncio.gather(*(one(auth, cookie) for auth, cookie in entries))


async def leave(phones: Sequence[Phone]) -> None:
    """Close them all."""
    await asyncio.gather(*(phone.close() for phone in phones))
