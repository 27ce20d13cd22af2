"""A small Socket.IO client over one WebSocket, for thousands of simulated phones in one process."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Self

import aiohttp
from socketio.packet import (
    ACK,
    BINARY_ACK,
    BINARY_EVENT,
    CONNECT,
    CONNECT_ERROR,
    DISCONNECT,
    EVENT,
    Packet,
)

ACK_TIMEOUT_SECONDS = 10.0
PING, PONG, MESSAGE = "2", "3", "4"

Listener = Callable[[str, Any], None]


class Refused(Exception):
    """The server did not let this client in."""


class NoAck(Exception):
    """Nobody knows whether the server got it."""


class Wire:
    """One connection. `listener` hears every event; `emit` waits for the server's ack."""

    patience = ACK_TIMEOUT_SECONDS

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, listener: Listener) -> None:
        self._socket = socket
        self._listener = listener
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, session: aiohttp.ClientSession, base: str, auth: dict[str, Any], listener: Listener
    ) -> Self:
        """Connect and sign in; Refused if the server does not know this browser."""
        address = f"{base}/socket.io/?EIO=4&transport=websocket".replace("http", "ws", 1)
        wire = cls(await session.ws_connect(address, max_msg_size=0), listener)
        try:
            await asyncio.wait_for(wire._sign_in(auth), cls.patience)
        except BaseException:
            await wire.drop()
            raise
        wire._reader = asyncio.create_task(wire._read())
        return wire

    async def emit(self, event: str, data: Any) -> Any:
        """Send an event and return what the server acknowledges it with; NoAck if it does not."""
        self._number += 1
        number = self._number
        waiting = self._acks[number] = asyncio.get_running_loop().create_future()
        try:
            await self._send(Packet(EVENT, [event, data], id=number))
            return await asyncio.wait_for(waiting, self.patience)
        except (TimeoutError, ConnectionError) as error:
            raise NoAck(event) from error
        finally:
            self._acks.pop(number, None)

    async def tell(self, event: str, data: Any) -> None:
        """Send an event and do not ask what becomes of it."""
        await self._send(Packet(EVENT, [event, data]))

    @property
    def ended(self) -> bool:
        """Whether the connection has ended, whoever ended it."""
        return self._socket.closed

    async def lost(self) -> None:
        """Wait until the connection has ended, whoever ended it."""
        if self._reader is not None:
            await asyncio.wait([self._reader])

    async def close(self) -> None:
        """Say goodbye."""
        await self._socket.close()
        await self._stop()

    async def drop(self) -> None:
        """Vanish without a word, as a phone does when the Wi-Fi goes."""
        transport = self._socket._writer.transport  # noqa: SLF001  no public way to be rude
        if transport is not None:
            transport.abort()
        self._socket._response.close()  # noqa: SLF001
        await self._stop()

    async def _stop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader

    async def _sign_in(self, auth: dict[str, Any]) -> None:
        """Ask and wait to be let in; the server's first event may come before that."""
        await self._socket.receive()  # Engine.IO's greeting
        await self._send(Packet(CONNECT, auth))
        while True:
            message = await self._socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError("closed while signing in")
            packet = Packet(encoded_packet=message.data[1:])
            if packet.packet_type == CONNECT_ERROR:
                raise Refused(str(packet.data))
            if packet.packet_type == CONNECT:
                return
            self._hear(packet)

    async def _send(self, packet: Packet) -> None:
        encoded = packet.encode()
        text, *attachments = encoded if isinstance(encoded, list) else [encoded]
        await self._socket.send_str(MESSAGE + text)
        for attachment in attachments:
            await self._socket.send_bytes(attachment)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                if message.data == PING:
                    await self._socket.send_str(PONG)
                elif message.data.startswith(MESSAGE):
                    await self._receive(message.data[1:])
        finally:
            self._give_up_waiting()

    def _give_up_waiting(self) -> None:
        for waiting in self._acks.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("lost"))

    async def _receive(self, text: str) -> None:
        packet = Packet(encoded_packet=text)
        for _ in range(packet.attachment_count):
            packet.add_attachment(await self._socket.receive_bytes())
        if packet.packet_type in {ACK, BINARY_ACK}:
            waiting = self._acks.get(packet.id)
            if waiting is not None and not waiting.done():
                waiting.set_result(packet.data[0] if packet.data else None)
        elif packet.packet_type == DISCONNECT:  # sent away; nothing more will be answered
            await self._socket.close()
        else:
            self._hear(packet)

    def _hear(self, packet: Packet) -> None:
        if packet.packet_type in {EVENT, BINARY_EVENT}:
            name, *data = packet.data
            self._listener(name, data[0] if data else None)
