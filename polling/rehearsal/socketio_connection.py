"""A Socket.IO connection over a WebSocket, for thousands of simulated phones in one process.

Clients based on it differ in how much they decode: `socketio_client` everything, the phones of the
benchmarks almost nothing.
"""

import asyncio
import contextlib
import sys
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, Self, TypeVar

import aiohttp
from socketio.packet import CONNECT, CONNECT_ERROR, EVENT, Packet

# Engine.IO's packet types; in a message, Socket.IO's type follows.
PING, PONG, MESSAGE = "2", "3", "4"
WELCOME, REFUSAL, EVENTS = (f"{MESSAGE}{kind}" for kind in (CONNECT, CONNECT_ERROR, EVENT))

Listener = TypeVar("Listener")


def release(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Release the connection of a WebSocket that has ended.

    aiohttp keeps some that are lost, and warns much later that they are unclosed.
    """
    socket._response.close()  # noqa: SLF001  no public way


class Refused(Exception):
    """The server refused this client."""


class Connection(ABC, Generic[Listener]):
    """Connects, answers pings, and tracks the events that wait for an ack."""

    patience: ClassVar[float] = 10.0  # seconds

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, listener: Listener) -> None:
        self._socket = socket
        self._listener = listener
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        session: aiohttp.ClientSession,
        base: str,
        auth: dict[str, Any],
        listener: Listener,
        *,
        cookie: str = "",
    ) -> Self:
        """Connect and sign in.

        Raises:
            Refused: the server does not know this browser. TimeoutError, ConnectionError,
                aiohttp.ClientError: there was no answer.
        """
        address = f"{base}/socket.io/?EIO=4&transport=websocket".replace("http", "ws", 1)
        headers = {"Cookie": cookie} if cookie else None
        made = cls(await session.ws_connect(address, headers=headers, max_msg_size=0), listener)
        try:
            await asyncio.wait_for(made._sign_in(auth), cls.patience)
        except BaseException:
            await made.drop()
            raise
        made._reader = asyncio.create_task(made._read())
        return made

    @property
    def ended(self) -> bool:
        """Whether either side has closed the connection."""
        return self._socket.closed

    async def lost(self) -> None:
        """Wait until either side has closed the connection."""
        if self._reader is not None:
            await asyncio.wait([self._reader])
        release(self._socket)

    async def close(self) -> None:
        """Close the connection properly."""
        await self._socket.close()
        release(self._socket)
        await self._stop()

    async def drop(self) -> None:
        """Disconnect abruptly, and wait until the connection is cleaned up here."""
        self.vanish()
        release(self._socket)
        await self._stop()

    def vanish(self) -> None:
        """Disconnect abruptly, as a phone that loses the Wi-Fi."""
        if self._reader is not None:
            self._reader.cancel()
        transport = self._socket._writer.transport  # noqa: SLF001  no public way to be rude
        if transport is not None:
            transport.abort()

    def stop_reading(self) -> None:
        """Stop reading from the network, as a phone in a pocket."""
        if self._reader is not None:
            self._reader.cancel()
        transport = self._socket._writer.transport  # noqa: SLF001  no public way to stall
        if isinstance(transport, asyncio.ReadTransport):
            transport.pause_reading()

    def _expect_ack(self) -> tuple[int, "asyncio.Future[Any]"]:
        """Return the number of the next event, and the future of its ack."""
        self._number += 1
        self._acks[self._number] = asyncio.get_running_loop().create_future()
        return self._number, self._acks[self._number]

    async def _stop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader

    async def _sign_in(self, auth: dict[str, Any]) -> None:
        """Sign in and wait for the answer; the server's first event may arrive before it."""
        await self._socket.receive()  # Engine.IO's greeting
        await self._socket.send_str(MESSAGE + str(Packet(CONNECT, auth).encode()))
        while True:
            message = await self._socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError("closed while signing in")
            if message.data.startswith(REFUSAL):
                raise Refused(message.data[len(REFUSAL) :])
            if message.data.startswith(WELCOME):
                return
            await self._receive(message.data)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                if message.data == PING:
                    await self._socket.send_str(PONG)
                elif message.data.startswith(MESSAGE):
                    await self._receive(message.data)
        finally:
            lost = ConnectionError(f"the connection was lost ({self._why_lost()})")
            for waiting in self._acks.values():
                if not waiting.done():
                    waiting.set_exception(lost)

    def _why_lost(self) -> str:
        reason = sys.exception() or self._socket.exception()
        return repr(reason) if reason else f"close code {self._socket.close_code}"

    @abstractmethod
    async def _receive(self, text: str) -> None:
        """Handle a raw message; attachments of a binary message follow it."""
