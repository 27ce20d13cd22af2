"""A page connected to one server: sends events, and records messages."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from polling.core.access import Role
from polling.rehearsal.socketio_client import Listener, Wire
from tests.patience import PATIENCE_SECONDS
from tests.server import COOKIE, cookie_of
from tests.visitor import Visitor


class PatientWire(Wire):
    """Waits for answers as long as a busy machine may take."""

    patience = PATIENCE_SECONDS


class Caller:
    """One connection; `heard` are all (event, data) so far, unless a `listener` takes them."""

    def __init__(
        self,
        visitor: Visitor,
        code: str,
        role: Role,
        listener: Listener | None = None,
        wire: type[Wire] = PatientWire,
    ) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._auth = {"workshop": code, "role": role.value}
        self._cookie = f"{COOKIE}={cookie_of(visitor)}"
        self._news = asyncio.Event()
        self._listener, self._kind = listener or self._hear, wire
        self._open = AsyncExitStack()

    async def connect(self, address: str) -> "Caller":
        """Connect to the server at this address. Raises what `Wire.open` raises."""
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(
                aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
            )
            self._wire = await self._kind.open(
                session, address, self._auth, self._listener, cookie=self._cookie
            )
            stack.push_async_callback(self._wire.close)
            self._open = stack.pop_all()
        return self

    async def call(self, event: str, **data: Any) -> dict[str, Any]:
        """Send an event; return its ack. Raises NoAck without one."""
        answer: dict[str, Any] = await self._wire.emit(event, data)
        return answer

    async def tell(self, event: str, **data: Any) -> None:
        """Send an event without waiting for its ack."""
        await self._wire.tell(event, data)

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait until the messages fulfil a condition."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not enough():
                self._news.clear()
                await self._news.wait()

    async def sent_away(self) -> None:
        """Wait until the server closes the connection."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._wire.lost()
        await self.leave()

    async def leave(self) -> None:
        """Disconnect."""
        await self._open.aclose()

    def _hear(self, event: str, data: Any) -> None:
        self.heard.append((event, data))
        self._news.set()
