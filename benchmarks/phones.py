"""The load: phones that speak Engine.IO over WebSocket, thousands of them in one event loop.

Leaner than `polling.rehearsal.wire`, since the load generator shares the machine with the servers:
frames are text that was made beforehand, and of an answer only its number and "ok" are read.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp

ACK = re.compile(r"43(\d+)\[")
PING, PONG, OPENED, EVENT = "2", "3", "40", "42"
AT_ONCE = 100  # connections that are being made at any time
PATIENCE_SECONDS = 120.0

Listener = Callable[[str], None]


class NoAnswer(Exception):
    """A server did not do what the bench needs of it."""


class Phone:
    """One connection. `listener` hears every event as it came, undecoded."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, listener: Listener | None) -> None:
        self._socket = socket
        self._listener = listener
        self._waiting: dict[int, tuple[float, asyncio.Future[float]]] = {}
        self._number = 0
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        session: aiohttp.ClientSession,
        address: str,
        *,
        auth: dict[str, Any],
        cookie: str = "",
        listener: Listener | None = None,
    ) -> "Phone":
        """Connect and be let in."""
        url = f"{address}/socket.io/?EIO=4&transport=websocket"
        phone = cls(await session.ws_connect(url, headers={"Cookie": cookie}), listener)
        await phone._socket.receive_str()
        await phone._socket.send_str(OPENED + json.dumps(auth))
        while not (said := await phone._socket.receive_str()).startswith(OPENED):
            if said.startswith("44"):
                raise NoAnswer(f"{address} refused a phone: {said[2:]}")
            phone._hear(said)
        phone._reader = asyncio.create_task(phone._read())
        return phone

    async def emit(self, event: str) -> float:
        """Send `["name",{…}]`, written as JSON; returns the seconds until it was acknowledged."""
        return await (await self.send(event))

    async def send(self, event: str) -> "asyncio.Future[float]":
        """Send an event; the future is its ack, with the seconds until then."""
        self._number += 1
        answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = (time.perf_counter(), answer)
        await self._socket.send_str(f"{EVENT}{self._number}{event}")
        return answer

    async def close(self) -> None:
        """Leave."""
        if self._reader is not None:
            self._reader.cancel()
        await self._socket.close()

    def vanish(self) -> None:
        """Leave without a word, as a phone does when the Wi-Fi goes."""
        if self._reader is not None:
            self._reader.cancel()
        transport = self._socket._writer.transport  # noqa: SLF001  no public way to be rude
        if transport is not None:
            transport.abort()

    def stop_reading(self) -> None:
        """Take nothing any more from the network, as a phone that is put away."""
        if self._reader is not None:
            self._reader.cancel()
        transport = self._socket._writer.transport  # noqa: SLF001  no public way to stall
        if isinstance(transport, asyncio.ReadTransport):
            transport.pause_reading()

    async def _read(self) -> None:
        try:
            await self._read_all()
        finally:
            for _, answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(NoAnswer("a phone was disconnected"))

    async def _read_all(self) -> None:
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            if message.data == PING:
                await self._socket.send_str(PONG)
            elif found := ACK.match(message.data):
                self._answer(int(found[1]), message.data)
            else:
                self._hear(message.data)

    def _answer(self, number: int, text: str) -> None:
        sent, answer = self._waiting.pop(number)
        if answer.done():
            return
        if '"error"' in text:
            answer.set_exception(NoAnswer(text))
        else:
            answer.set_result(time.perf_counter() - sent)

    def _hear(self, text: str) -> None:
        if self._listener is not None and text.startswith(EVENT):
            self._listener(text)


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
            return await Phone.open(session, address, auth=auth, cookie=cookie)

    return await asyncio.gather(*(one(auth, cookie) for auth, cookie in entries))


async def leave(phones: Sequence[Phone]) -> None:
    """Close them all."""
    await asyncio.gather(*(phone.close() for phone in phones))
