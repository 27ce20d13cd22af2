"""All formats of a full report are downloaded, one after another, while ballots arrive."""

import asyncio
import time
from collections.abc import Coroutine
from itertools import cycle
from typing import Any

import aiohttp

from benchmarks import breakout_groups
from benchmarks.environment import Stand, stand
from benchmarks.figures import Figures, Scenario, percentile
from benchmarks.phones import NoAnswer, Phone, client, connect, leave
from polling.core import db
from polling.core.access import Role
from polling.report.formats import FORMATS

RECOMMENDATIONS = 2  # by each group on each issue: 72 in total
BALLOTS_PER_S = 25
QUIET_SECONDS = 5.0


async def exports(phones: int) -> Scenario:
    """Measure the seconds of each download, and the latency of acks during and before it."""
    with stand(phones) as stood:
        with db.transaction() as session:
            breakout_groups.seat(session, stood.room, on_each_issue=RECOMMENDATIONS)
        async with client() as session:
            room = await connect(session, stood.ours.process.address, stood.ours.entries)
            quiet = await _voting(stood, room, asyncio.sleep(QUIET_SECONDS))
            took: Figures = {}
            busy = await _voting(stood, room, _download(stood, session, took))
            await leave(room)
    return Scenario("exports", phones, took | _acks("quiet", quiet) | _acks("meanwhile", busy))


async def _voting(stood: Stand, room: list[Phone], until: Coroutine[Any, Any, None]) -> list[float]:
    """Return the latency of each ballot's ack while something else is running."""
    work = asyncio.ensure_future(until)
    events = [
        (phone, event)
        for phone, all_ in zip(room, stood.ours.ballots, strict=False)
        for event in all_
    ]
    sent = []
    for phone, event in cycle(events):
        sent.append(await phone.send(event))
        await asyncio.sleep(1 / BALLOTS_PER_S)
        if work.done():
            break
    await work
    return list(await asyncio.gather(*sent))


async def _download(stood: Stand, session: aiohttp.ClientSession, took: Figures) -> None:
    _auth, cookie = stood.entry(Role.ORGANIZER, stood.room.organizer_id)
    began = time.perf_counter()
    for key in FORMATS:
        started = time.perf_counter()
        address = f"{stood.ours.process.address}/console/{stood.room.code}/export/{key}"
        async with session.get(address, headers={"Cookie": cookie}) as response:
            content = await response.read()
            if response.status != 200:
                raise NoAnswer(f"{key}: {response.status}")
        took[f"{key}_s"] = round(time.perf_counter() - started, 2)
        took[f"{key}_kb"] = len(content) // 1024
    took["all_s"] = round(time.perf_counter() - began, 2)


def _acks(name: str, seconds: list[float]) -> Figures:
    return {
        f"{name}_ack_{what}": round(percentile(seconds, share) * 1000, 1)
        for what, share in (("p50", 0.5), ("p95", 0.95), ("most", 1.0))
    }
