"""A change of stage: the time from the organizer's press until the last phone has the new page.

Phones behave like `static/js/live/live-page.js`: they accept pushed pages, and fetch the page if
they only get a message that it has changed. The bare engine broadcasts the same number of bytes to
all its phones, which is the minimum on this machine.
"""

import asyncio
import gc
import json
import random
import re
import time
import zlib
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import aiohttp

from benchmarks.environment import Engine, Entry, Stand, stand
from benchmarks.figures import Figures, Scenario, medians, percentile
from benchmarks.phones import PATIENCE_SECONDS, NoAnswer, Phone, client, leave
from polling.core.access import Role

STAGES = ("lobby", "ranking")  # the workshop alternates between them
ROUNDS = 6
AT_ONCE = 100
PAGE_BYTES = 5500  # in the bare engine's broadcast
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
VERSION = re.compile(r'data-version="(\d+)"')
PLACE = re.compile(r'data-place="([a-z_]+)"')


@dataclass
class Page:
    """One phone's page: its version and stage, and when they appeared."""

    session: aiohttp.ClientSession
    address: str
    cookie: str
    chance: random.Random
    shown: int = 0
    html: str | bytes = ""
    came: float = 0.0
    pushed: int = 0
    fetched: int = 0
    _wanted: int = 0
    _task: asyncio.Task[None] | None = None
    _about: dict[str, int] = field(default_factory=dict)

    def hear(self, text: str) -> None:
        """Handle a message from the server."""
        name, data = json.loads(text[text.index("[") :])
        if name == "page":
            self._about = data
        elif name == "changed":
            self._want(data["version"], data["spread_ms"] / 1000)

    def take(self, content: bytes) -> None:
        """Accept the pushed page."""
        self.pushed += 1
        self._show(self._about["version"], content)

    def is_late(self, before: int) -> bool:
        """Return whether it still shows version `before`."""
        if self._task is not None and self._task.done():
            self._task.result()  # it may have failed
        return self.shown == before

    @property
    def stage(self) -> str:
        """The stage shown on the page."""
        text = self.html if isinstance(self.html, str) else zlib.decompress(self.html).decode()
        found = PLACE.search(text)
        return found[1] if found else ""

    def _want(self, version: int, spread: float) -> None:
        self._wanted = max(self._wanted, version)
        if version > self.shown and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._fetch(self.chance.random() * spread))

    async def _fetch(self, delay: float) -> None:
        await asyncio.sleep(delay)
        while self.shown < self._wanted:
            headers = {"Cookie": self.cookie, "X-Fragment": "1", "Accept-Encoding": "gzip"}
            async with self.session.get(self.address, headers=headers) as response:
                html = await response.text()
            self.fetched += 1
            found = VERSION.search(html)
            if response.status != 200 or found is None:
                raise NoAnswer(f"a page answered {response.status}")
            self._show(int(found[1]), html)

    def _show(self, version: int, html: str | bytes) -> None:
        if version > self.shown:
            self.shown, self.html, self.came = version, html, time.perf_counter()


async def follow(phones: int, rounds: int = ROUNDS) -> Scenario:
    """Alternate between the servers, move by move, with all phones connected to both."""
    with stand(phones) as stood:
        async with client() as session:
            pages, room = await _ours(session, stood)
            heard: list[float] = []
            bare = await _bare(session, stood.bare, heard)
            organizer = Organizer(session, stood)
            await organizer.log_in()
            ours_rounds, bare_rounds = [], []
            for number in range(rounds):
                ours_rounds.append(await _move(stood.ours, organizer, pages, STAGES[number % 2]))
                bare_rounds.append(await _broadcast(stood.bare, bare, heard))
            await leave([*room, *bare])
    told = {
        "pushed_percent": round(
            100
            * sum(page.pushed for page in pages)
            / max(1, sum(p.pushed + p.fetched for p in pages))
        )
    }
    ours, plain = medians(ours_rounds[2:]), medians(bare_rounds[2:])  # the first are warm-up
    ratio = {name: round(ours[name] / plain[name], 1) for name in plain if plain[name]}
    return Scenario("follow", phones, ours | told, plain, ratio)


async def _ours(session: aiohttp.ClientSession, stood: Stand) -> tuple[list[Page], list[Phone]]:
    address = stood.ours.process.address
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, entry: Entry) -> tuple[Page, Phone]:
        auth, cookie = entry
        path = f"{address}/w/{stood.room.code}"
        page = Page(session, path, cookie, random.Random(number))  # noqa: S311  repeatable
        async with gate:
            phone = await Phone.open(
                session,
                address,
                auth=auth | {"takes_pages": True},
                cookie=cookie,
                listener=page.hear,
            )
        phone.taker = page.take
        return page, phone

    made = await asyncio.gather(*(one(*each) for each in enumerate(stood.ours.entries)))
    return [page for page, _ in made], [phone for _, phone in made]


async def _bare(session: aiohttp.ClientSession, engine: Engine, heard: list[float]) -> list[Phone]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(auth: dict[str, str], cookie: str) -> Phone:
        async with gate:
            return await Phone.open(
                session,
                engine.process.address,
                auth=auth,
                cookie=cookie,
                listener=lambda _text: heard.append(time.perf_counter()),
            )

    return list(await asyncio.gather(*(one(*entry) for entry in engine.entries)))


class Organizer:
    """A console that moves the workshop."""

    def __init__(self, session: aiohttp.ClientSession, stood: Stand) -> None:
        self._session = session
        self._console = f"{stood.ours.process.address}/console/{stood.room.code}"
        _, self._cookie = stood.entry(Role.ORGANIZER, stood.room.organizer_id)
        self._token = ""
        self._at = "ranking"

    async def log_in(self) -> None:
        """Open the console, and close the votes opened by the environment."""
        headers = {"Cookie": self._cookie}
        async with self._session.get(f"{self._console}/lobby", headers=headers) as response:
            found = TOKEN.search(await response.text())
            if found is None:
                raise NoAnswer("the console has no token")
            self._token = found[1]
            for set_cookie in response.headers.getall("Set-Cookie", []):
                for name, morsel in SimpleCookie(set_cookie).items():
                    self._cookie = f"{name}={morsel.value}"

    async def move(self, to: str) -> None:
        """Press the button that goes to another stage."""
        await self._post("stage", {"seen": self._at, "to": to})
        self._at = to

    async def _post(self, path: str, data: dict[str, str]) -> None:
        headers = {
            "Cookie": self._cookie,
            "X-CSRFToken": self._token,
            "Accept": "application/json",
        }
        address = f"{self._console}/{path}"
        async with self._session.post(address, data=data, headers=headers) as response:
            if response.status != 200:
                raise NoAnswer(f"{path}: {response.status} {await response.text()}")


async def _move(engine: Engine, organizer: Organizer, pages: list[Page], to: str) -> Figures:
    gc.collect()
    before = {id(page): page.shown for page in pages}
    cpu = engine.process.cpu_seconds() or 0.0
    started = time.perf_counter()
    await organizer.move(to)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any(page.is_late(before[id(page)]) for page in pages):
            await asyncio.sleep(0.01)
    seconds = [page.came - started for page in pages]
    wrong = sum(page.stage != to for page in pages)
    if wrong:
        raise NoAnswer(f"{wrong} phones do not show {to}")
    await asyncio.sleep(0.2)  # include the work that the server still does for them
    used = (engine.process.cpu_seconds() or 0.0) - cpu
    return {
        "p50_ms": round(1000 * percentile(seconds, 0.5)),
        "last_ms": round(1000 * max(seconds)),
        "cpu_ms_per_phone": round(1000 * used / len(pages), 2),
    }


async def _broadcast(engine: Engine, room: list[Phone], heard: list[float]) -> Figures:
    gc.collect()
    heard.clear()
    cpu = engine.process.cpu_seconds() or 0.0
    started = time.perf_counter()
    await room[0].send(json.dumps(["tell", {"bytes": PAGE_BYTES}]))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(heard) < len(room):
            await asyncio.sleep(0.01)
    seconds = [moment - started for moment in heard]
    await asyncio.sleep(0.2)
    used = (engine.process.cpu_seconds() or 0.0) - cpu
    return {
        "p50_ms": round(1000 * percentile(seconds, 0.5)),
        "last_ms": round(1000 * max(seconds)),
        "cpu_ms_per_phone": round(1000 * used / len(room), 2),
    }
