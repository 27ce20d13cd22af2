"""A page connected to one server: sends events, and records messages."""

import asyncio
from collections.abc import Callable
from typing import Any

import socketio

from polling.core.access import Role
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

PATIENCE_SECONDS = 60


class Caller:
    """One connection; `heard` are all (event, data) so far."""

    def __init__(self, visitor: Visitor, code: str, role: Role) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._auth = {"workshop": code, "role": role.value}
        self._cookie = f"{COOKIE}={cookie_of(visitor)}"
        self._client = socketio.AsyncClient(reconnection=False)
        self._news = asyncio.Event()
        self._client.on("*", self._hear)

    async def connect(self, server: Server) -> "Caller":
        """Connect to this server."""
        await self._client.connect(
            server.address,
            headers={"Cookie": self._cookie},
            auth=self._auth,
            transports=["websocket"],
            wait_timeout=PATIENCE_SECONDS,
        )
        return self

    async def call(self, event: str, **data: Any) -> dict[str, Any]:
        """Send an event; return its ack."""
        answer: dict[str, Any] = await self._client.call(event, data, timeout=PATIENCE_SECONDS)
        return answer

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait until the messages fulfil a condition."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not enough():
                self._news.clear()
                await self._news.wait()

    async def sent_away(self) -> None:
        """Wait until the server closes the connection."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._client.wait()

    async def leave(self) -> None:
        """Disconnect."""
        await self._client.disconnect()

    async def _hear(self, event: str, data: Any) -> None:
        self.heard.append((event, data))
        self._news.set()
