"""Somebody opens and closes connections as fast as possible; the others ask for the time."""

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from benchmarks.environment import Engine, stand
from benchmarks.figures import Figures, Scenario, acks
from benchmarks.phones import NoAnswer, Phone, client, connect, leave

SECONDS = 40.0  # of each server
AT_ONCE = 30
PAUSE_SECONDS = 0.06  # a phone may send 1,200 events a minute
CLOCK = '["clock",{}]'


async def churn(phones: int) -> Scenario:
    """Measure one server after the other. One of the phones is the attacker's."""
    with stand(phones) as stood:
        found = {engine.name: await _churn(engine) for engine in stood.engines}
    return Scenario("churn", phones, found["ours"], found["bare"])


async def _churn(engine: Engine) -> Figures:
    async with client() as session:
        room = await connect(session, engine.process.address, engine.entries[1:])
        until = time.perf_counter() + SECONDS
        asking = [_ask(phone, until) for phone in room]
        attacking = [_come_and_go(session, engine, until) for _ in range(AT_ONCE)]
        with _without_pauses():
            waited, opened = await asyncio.gather(
                asyncio.gather(*asking), asyncio.gather(*attacking)
            )
        await leave(room)
    seconds = [one for phone in waited for one in phone]
    longest = round(max(seconds) * 1000, 1)
    return {
        "connections_per_s": round(sum(opened) / SECONDS),
        **acks(seconds),
        "ack_longest": longest,
    }


async def _ask(phone: Phone, until: float) -> list[float]:
    """Return how long each answer took."""
    waited: list[float] = []
    while time.perf_counter() < until:
        waited.append(await phone.emit(CLOCK))
        await asyncio.sleep(PAUSE_SECONDS)
    return waited


async def _come_and_go(session: aiohttp.ClientSession, engine: Engine, until: float) -> int:
    """Return how often a connection was opened."""
    auth, cookie = engine.entries[0]
    opened = 0
    while time.perf_counter() < until:
        try:
            phone = await Phone.open(session, engine.process.address, auth, cookie=cookie)
        except (NoAnswer, OSError):  # a limit of the server
            continue
        await phone.close()
        opened += 1
    return opened


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Collect no garbage in this process: a pause would look like one of the server."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
