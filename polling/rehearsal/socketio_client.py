"""A Socket.IO client that decodes everything it receives, binary attachments included."""

import asyncio
from collections.abc import Callable
from typing import Any

from socketio.packet import ACK, BINARY_ACK, BINARY_EVENT, DISCONNECT, EVENT, Packet

from polling.rehearsal.socketio_connection import MESSAGE, Connection, Refused

__all__ = ["Listener", "NoAck", "Refused", "Wire"]

Listener = Callable[[str, Any], None]


class NoAck(Exception):
    """It is unknown whether the server got the event."""


class Wire(Connection[Listener]):
    """A connection. `listener` gets every event; `emit` waits for the server's ack."""

    async def emit(self, event: str, data: Any) -> Any:
        """Send an event and return the server's ack. Raises NoAck without one."""
        number, waiting = self._expect_ack()
        try:
            await self._send(Packet(EVENT, [event, data], id=number))
            return await asyncio.wait_for(waiting, self.patience)
        except (TimeoutError, ConnectionError) as error:
            raise NoAck(event) from error
        finally:
            self._acks.pop(number, None)

    async def tell(self, event: str, data: Any) -> None:
        """Send an event without waiting for an ack."""
        await self._send(Packet(EVENT, [event, data]))

    async def _send(self, packet: Packet) -> None:
        encoded = packet.encode()
        text, *attachments = encoded if isinstance(encoded, list) else [encoded]
        await self._socket.send_str(MESSAGE + text)
        for attachment in attachments:
            await self._socket.send_bytes(attachment)

    async def _receive(self, text: str) -> None:
        packet = Packet(encoded_packet=text[len(MESSAGE) :])
        for _ in range(packet.attachment_count):
            packet.add_attachment(await self._socket.receive_bytes())
        if packet.packet_type in {ACK, BINARY_ACK}:
            waiting = self._acks.get(packet.id)
            if waiting is not None and not waiting.done():
                waiting.set_result(packet.data[0] if packet.data else None)
        elif packet.packet_type == DISCONNECT:  # sent away; there are no more answers
            await self._socket.close()
        elif packet.packet_type in {EVENT, BINARY_EVENT}:
            name, *data = packet.data
            self._listener(name, data[0] if data else None)
