"""One simulated browser: cookies, the CSRF token, a live page, and a socket that may drop."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import aiohttp

from polling.rehearsal.page import Element, read
from polling.rehearsal.record import Record
from polling.rehearsal.wire import NoAck, Wire

WAIT_SECONDS = 120.0


class Impatient(Exception):
    """What this person waited for did not come."""


class Browser:
    """Opens pages, posts forms, and follows one live page in one role.

    `who` names the person in errors; `chance` is their own seeded randomness.
    """

    def __init__(self, base: str, who: str, record: Record, seed: str) -> None:
        self.base = base
        self.who = who
        self.record = record
        self.chance = random.Random(seed)  # noqa: S311  repeatable, not secret
        self.page = Element("", {})
        self.listeners: list[Callable[[str, Any], None]] = []
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._wire: Wire | None = None
        self._token = ""
        self._path = ""
        self._role = ""
        self._version = 0
        self._fresh = asyncio.Condition()
        self._fetching: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Close the tab."""
        if self._fetching is not None:
            self._fetching.cancel()
        if self._wire is not None:
            await self._wire.close()
        await self._session.close()

    async def open(self, path: str) -> Element:
        """Go to a page; its CSRF token serves later posts."""
        async with self._session.get(self._address(path)) as response:
            html = await response.text()
            self._note(response.status, f"GET {path}")
            self._path = response.url.path
        page = read(html)
        for meta in page.all("meta", name="csrf-token"):
            self._token = meta.get("content")
        self._take(page)
        return page

    async def post(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a form as our pages' script does; returns the JSON answer."""
        headers = {"X-CSRFToken": self._token, "Accept": "application/json"}
        fields = aiohttp.FormData()
        for name, value in (data or {}).items():
            for one in value if isinstance(value, list) else [value]:
                fields.add_field(name, str(one))
        address = self._address(path)
        async with self._session.post(address, data=fields, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            self._note(response.status, f"POST {path}: {answer}")
            return answer

    async def post_json(self, path: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send JSON, as a phone does whose socket is down."""
        headers = {"X-CSRFToken": self._token, "Accept": "application/json"}
        address = self._address(path)
        async with self._session.post(address, json=payload, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def download(self, path: str) -> bytes:
        """A file."""
        async with self._session.get(self._address(path)) as response:
            self._note(response.status, f"GET {path}")
            return await response.read()

    # ---- The live page ----

    async def follow(self, workshop: str, role: str) -> None:
        """Connect the page's socket; from now on the page keeps itself up to date."""
        self._role = role
        auth = {"workshop": workshop, "role": role}
        self._wire = await Wire.open(self._session, self.base, auth, self.hear)

    async def drop(self) -> None:
        """Lose the Wi-Fi."""
        if self._wire is not None:
            await self._wire.drop()
            self._wire = None

    @property
    def connected(self) -> bool:
        """Whether the socket is up, as far as this browser knows."""
        return self._wire is not None

    def hear(self, event: str, data: Any) -> None:
        """A message from the server: fetch the page anew if it tells of a newer version."""
        for listener in self.listeners:
            listener(event, data)
        if event not in {"hello", "changed"} or data["version"] <= self._version:
            return
        self._version = data["version"]
        if self._fetching is None or self._fetching.done():
            spread = data.get("spread_ms", 0) / 1000
            self._fetching = asyncio.create_task(self._refresh(self.chance.random() * spread))

    async def until(self, there: Callable[[Element], Any], what: str) -> Any:
        """Wait until the page shows something; returns what `there` found."""
        async with self._fresh:
            try:
                await asyncio.wait_for(
                    self._fresh.wait_for(lambda: bool(there(self.page))), WAIT_SECONDS
                )
            except TimeoutError as error:
                raise Impatient(f"{self.who} waited in vain for {what}") from error
            return there(self.page)

    async def until_stage(self, *stages: str) -> str:
        """Wait until the page is at one of these stages."""

        def place(page: Element) -> str:
            found = page.all("live-page")
            here = found[0].get("data-place") if found else ""
            return here if here in stages else ""

        return str(await self.until(place, " or ".join(stages)))

    async def emit(self, event: str, data: Any) -> Any:
        """Send over the socket and return the ack; NoAck when the socket is down."""
        if self._wire is None:
            raise NoAck(event)
        return await self._wire.emit(event, data)

    async def pause(self, seconds: float) -> None:
        """Think for up to this long."""
        await asyncio.sleep(self.chance.random() * seconds)

    async def _refresh(self, delay: float) -> None:
        while True:
            await asyncio.sleep(delay)
            wanted = self._version
            headers = {"X-Fragment": "1"}
            async with self._session.get(self._address(self._path), headers=headers) as response:
                self._note(response.status, f"GET {self._path}")
                self._take(read(await response.text()))
            if self._version == wanted:
                break
            delay = 0.4
        async with self._fresh:
            self._fresh.notify_all()

    def _take(self, page: Element) -> None:
        self.page = page
        for found in page.all("live-page", data_version=""):
            self._version = max(self._version, int(found.get("data-version")))

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else self.base + path

    def _note(self, status: int, what: str) -> None:
        if status >= 400:
            self.record.error(self.who, f"{status} {what}")
