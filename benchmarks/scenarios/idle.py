"""Phones are connected and nothing happens: the processor time this takes."""

import asyncio
import time

from benchmarks.environment import Engine, stand
from benchmarks.figures import Figures, Scenario
from benchmarks.phones import client, connect, leave

SECONDS = 16.0  # each phone is pinged once


async def idle(phones: int) -> Scenario:
    """Measure processor time as a share of one core, in percent."""
    with stand(phones) as stood:
        ours = await _wait(stood.ours)
        bare = await _wait(stood.bare)
    return Scenario("idle", phones, ours, bare)


async def _wait(engine: Engine) -> Figures:
    async with client() as session:
        room = await connect(session, engine.process.address, engine.entries)
        await asyncio.sleep(1)
        before, started = engine.process.cpu_seconds(), time.perf_counter()
        await asyncio.sleep(SECONDS)
        after, took = engine.process.cpu_seconds(), time.perf_counter() - started
        await leave(room)
    if before is None or after is None:
        return {}
    return {"cpu_percent": round(100 * (after - before) / took, 2)}
