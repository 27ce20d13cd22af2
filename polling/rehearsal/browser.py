"""A simulated browser: cookies, the CSRF token, a live page, and a socket that may disconnect."""

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp

from polling.core.errors import NotSaved
from polling.rehearsal.html_tree import Element, read
from polling.rehearsal.measurements import Record
from polling.rehearsal.socketio_client import NoAck, Wire
from polling.rehearsal.socketio_client import Refused as ConnectionRefused

WAIT_SECONDS = 600.0
RECONNECT_SECONDS = 0.7
PAUSE_SECONDS = 0.4  # between two fetches of a page, as in live-page.js
BUSY = "internal"  # the reason of a server that cannot find out who connects
RETRIES = 20
RETRY_SECONDS = 0.5
PLACE = re.compile(r'data-place="([^"]*)"')
VERSION = re.compile(r'data-version="(\d+)"')


class Impatient(Exception):
    """A person waited too long for something."""


class Refused(Exception):
    """The server refused a form; the text gives its reason."""


class Browser:
    """Opens pages, posts forms, and follows one live page in one role.

    `who` names the person in errors. Their seeded `chance` decides when things happen, and may be
    used any number of times by the network; their `mind` decides what they want.
    """

    def __init__(self, base: str, who: str, record: Record, seed: str) -> None:
        self.base = base
        self.who = who
        self.record = record
        self.chance = random.Random(seed)  # noqa: S311  repeatable, not secret
        self._seed = seed
        self._html = ""
        self._page: Element | None = None
        self.listeners: list[Callable[[str, Any], None]] = []
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._wire: Wire | None = None
        self._token = ""
        self._path = ""
        self._wanted = self._version = 0  # the newest known version, and the version of the page
        self._fresh = asyncio.Condition()
        self._fetching: asyncio.Task[None] | None = None
        self._keeping: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Close the tab."""
        for task in (self._keeping, self._fetching):
            if task is not None:
                task.cancel()
        if self._wire is not None:
            await self._wire.close()
        await self._session.close()

    async def open(self, path: str) -> Element:
        """Open a page; later posts use its CSRF token."""
        async with self._ask("GET", path) as response:
            html = await response.text()
            self._note(response.status, f"GET {path}")
            self._path = response.url.path
        self._take(html)
        for meta in self.page.all("meta", name="csrf-token"):
            self._token = meta.get("content")
        return self.page

    @property
    def page(self) -> Element:
        """The current page, parsed on demand because most versions are never read."""
        if self._page is None:
            self._page = read(self._html)
        return self._page

    async def post(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a form as the pages' script does; return the JSON answer."""
        headers = {"X-CSRFToken": self._token, "Accept": "application/json"}
        fields = aiohttp.FormData()
        for name, value in (data or {}).items():
            for one in value if isinstance(value, list) else [value]:
                fields.add_field(name, str(one))
        async with self._ask("POST", path, data=fields, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            self._note(response.status, f"POST {path}: {answer}")
            return answer

    async def submit(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a form like `post`. Raises Refused with the server's reason."""
        answer = await self.post(path, data)
        if error := answer.get("error"):
            reasons = [problem["message"] for problem in error.get("problems", [])]
            raise Refused(" ".join([error["message"], *reasons]))
        return answer

    async def post_json(self, path: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send JSON, as a phone without a socket does."""
        headers = {"X-CSRFToken": self._token, "Accept": "application/json"}
        async with self._ask("POST", path, json=payload, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def download(self, path: str) -> bytes:
        """Download a file."""
        async with self._ask("GET", path) as response:
            self._note(response.status, f"GET {path}")
            return await response.read()

    @contextlib.asynccontextmanager
    async def _ask(
        self, method: str, path: str, **sent: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Yield the response; people try again while the server can save nothing."""
        for left in reversed(range(RETRIES)):
            async with self._session.request(method, self._address(path), **sent) as response:
                if response.status != NotSaved.status or not left:
                    yield response
                    return
            self.record.counts["retries"] += 1
            await asyncio.sleep(RETRY_SECONDS)

    # ---- The live page ----

    async def follow(self, workshop: str, role: str) -> None:
        """Connect the page's socket; from now on, the page updates itself."""
        auth = {"workshop": workshop, "role": role}
        await self._connect(auth)
        self._keeping = asyncio.create_task(self._keep_connected(auth))

    async def _connect(self, auth: dict[str, str]) -> None:
        """Connect. A busy server refuses that, so the page tries again later."""
        try:
            self._wire = await Wire.open(self._session, self.base, auth, self.hear)
        except ConnectionRefused as refusal:
            if BUSY not in str(refusal):
                raise

    async def drop(self) -> None:
        """Disconnect the Wi-Fi for a moment; the page reconnects automatically."""
        if self._wire is not None:
            await self._wire.drop()

    async def _keep_connected(self, auth: dict[str, str]) -> None:
        """Reconnect after a pause with jitter whenever the connection is lost."""
        while not self._session.closed:
            if self._wire is not None:
                await self._wire.lost()
                self._wire = None
                self.record.counts["reconnects"] += 1
            await asyncio.sleep(RECONNECT_SECONDS * (0.5 + self.chance.random()))
            with contextlib.suppress(aiohttp.ClientError, OSError, RuntimeError):
                await self._connect(auth)

    @property
    def connected(self) -> bool:
        """Whether the socket seems to be connected."""
        return self._wire is not None

    def hear(self, event: str, data: Any) -> None:
        """Handle a message of the server: fetch the page if there is a newer version."""
        for listener in self.listeners:
            listener(event, data)
        if event not in {"hello", "changed"} or data["version"] <= self._version:
            return
        self._wanted = max(self._wanted, data["version"])
        if self._fetching is None or self._fetching.done():
            spread = data.get("spread_ms", 0) / 1000
            self._fetching = asyncio.create_task(self._refresh(self.chance.random() * spread))

    async def until(self, there: Callable[[Element], Any], what: str) -> Any:
        """Wait until the page fulfils a condition; return the result of `there`."""
        return await self._until(lambda: there(self.page), what)

    @property
    def version(self) -> int:
        """Return the workshop's version shown on the page."""
        return self._version

    async def newer_than(self, version: int) -> None:
        """Wait until the page shows a newer version of the workshop, however long it takes."""
        async with self._fresh:
            await self._fresh.wait_for(lambda: self._version > version)

    async def until_stage(self, *stages: str) -> str:
        """Wait until the page is at one of these stages."""

        def place() -> str:
            found = PLACE.search(self._html)
            return found.group(1) if found and found.group(1) in stages else ""

        return str(await self._until(place, " or ".join(stages)))

    async def emit(self, event: str, data: Any) -> Any:
        """Send over the socket and return the ack. Raises NoAck without a connection."""
        if self._wire is None:
            raise NoAck(event)
        return await self._wire.emit(event, data)

    def mind(self, about: str) -> random.Random:
        """Return the random generator of one decision, independent of earlier ones and delays."""
        return random.Random(f"{self._seed}:{about}")  # noqa: S311  repeatable, not secret

    async def pause(self, seconds: float) -> None:
        """Think for up to this long."""
        await asyncio.sleep(self.chance.random() * seconds)

    async def _until(self, there: Callable[[], Any], what: str) -> Any:
        found: Any = None

        def is_there() -> bool:
            nonlocal found
            found = there()  # stored, because the page may change before this task continues
            return bool(found)

        async with self._fresh:
            try:
                await asyncio.wait_for(self._fresh.wait_for(is_there), WAIT_SECONDS)
            except TimeoutError as error:
                raise Impatient(f"{self.who} waited in vain for {what}") from error
        return found

    async def _refresh(self, delay: float) -> None:
        while self._version < self._wanted:
            await asyncio.sleep(delay)
            asked, delay = self._wanted, PAUSE_SECONDS
            with contextlib.suppress(aiohttp.ClientError, OSError):  # it did not arrive: retry
                await self._fetch()
                if self._wanted == asked:
                    self._wanted = min(asked, self._version)
        async with self._fresh:
            self._fresh.notify_all()

    async def _fetch(self) -> None:
        headers = {"X-Fragment": "1"}
        async with self._session.get(self._address(self._path), headers=headers) as response:
            if response.status == NotSaved.status:  # the page stays as it is
                self.record.counts["retries"] += 1
                response.raise_for_status()
            self._note(response.status, f"GET {self._path}")
            self._take(await response.text())

    def _take(self, html: str) -> None:
        self._html, self._page = html, None
        if found := VERSION.search(html):
            self._version = int(found.group(1))

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else self.base + path

    def _note(self, status: int, what: str) -> None:
        if status >= 400:
            self.record.error(self.who, f"{status} {what}")
