"""A whole room scans one QR code: everybody opens the join page, joins, and gets their first page.

All join within a minute. The bare engine has the minimum for joining: a form, one insert with a
synchronous commit, a signed cookie, and a page with the person's number. Processor time is the
server's, for all three requests of one person.
"""

import asyncio
import random
import re
import time
from http import HTTPStatus
from urllib.parse import urlencode

import aiohttp

from benchmarks.environment import Engine, Stand, stand
from benchmarks.figures import Figures, Scenario, percentile
from polling.core import db
from polling.people.signed_links import Links
from polling.workshop.models import Workshop

SECONDS = 60.0  # during which everybody joins
WARM_UP = 20  # people who join first, so that templates are compiled and statements cached
CSRF = re.compile(r'name="csrf-token" content="([^"]+)"')
SEED = 20261127


async def join(people: int) -> Scenario:
    """`refused` counts unsuccessful responses; `join_*` are milliseconds for all requests."""
    with stand(1) as stood:
        path = _join_path(stood)
        ours = await _measure(stood.ours, path, people)
        bare = await _measure(stood.bare, "/join", people)
    return Scenario("join", people, ours, bare)


def _join_path(stood: Stand) -> str:
    """Return the path in the QR code: the code and its key."""
    with db.transaction() as session:
        workshop = session.get_one(Workshop, stood.room.workshop_id)
        workshop.stage = "lobby"
        key = Links(stood.secret).join_key(workshop.code)
        return f"/j/{workshop.code}?{urlencode({'k': key})}"


async def _measure(engine: Engine, path: str, people: int) -> Figures:
    chance = random.Random(SEED)  # noqa: S311
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(
        engine.process.address, connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as client:
        for _ in range(WARM_UP):
            await _come(client, path, 0)
        before = engine.process.cpu_seconds()
        came = [_come(client, path, SECONDS * chance.random()) for _ in range(people)]
        answers = await asyncio.gather(*came)
        after = engine.process.cpu_seconds()
    took = [seconds for seconds, joined in answers if joined]
    figures: Figures = {
        "joined": len(took),
        "refused": people - len(took),
        "join_p50": round(1000 * percentile(took, 0.5), 1),
        "join_p95": round(1000 * percentile(took, 0.95), 1),
    }
    if before is not None and after is not None:
        figures["cpu_ms_per_join"] = round(1000 * (after - before) / people, 2)
    return figures


async def _come(client: aiohttp.ClientSession, path: str, after: float) -> tuple[float, bool]:
    """Join as one person: return the seconds to their first page, and whether it succeeded."""
    await asyncio.sleep(after)
    started = time.perf_counter()
    headers = {"Accept-Encoding": "gzip"}
    async with client.get(path, headers=headers) as form:
        page = await form.text()
        if form.status != HTTPStatus.OK:
            return time.perf_counter() - started, False
        headers["Cookie"] = "; ".join(f"{one.key}={one.value}" for one in form.cookies.values())
    token = CSRF.search(page)
    answers = {"attributes.sector": "NGO", "sector": "NGO", "csrf_token": token[1] if token else ""}
    async with client.post(
        path.partition("?")[0], data=answers, headers=headers, allow_redirects=False
    ) as answer:
        headers["Cookie"] = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
        first = answer.headers.get("Location", "")
        if answer.status != HTTPStatus.SEE_OTHER or not answer.cookies:
            return time.perf_counter() - started, False
    async with client.get(first, headers=headers) as shown:
        joined = shown.status == HTTPStatus.OK and bool(await shown.read())
        return time.perf_counter() - started, joined
