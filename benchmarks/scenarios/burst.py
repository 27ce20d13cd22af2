"""Everybody votes at once: three ballots from each phone, at the same moment."""

import asyncio
import gc
import time

from benchmarks.environment import Command, Engine, Stand, bare_flask, bare_node, stand
from benchmarks.figures import Figures, Scenario, acks, medians
from benchmarks.phones import PATIENCE_SECONDS, Phone, client, connect, leave

ROUNDS = 5


async def burst(phones: int) -> Scenario:
    """Compare with the bare engine on Flask-SocketIO."""
    return Scenario("burst", phones, *await _compared(phones, bare_flask))


async def node(phones: int) -> Scenario:
    """Compare with the bare engine on Node."""
    return Scenario("node", phones, *await _compared(phones, bare_node), names=("ours", "node"))


async def _compared(phones: int, bare: Command) -> tuple[Figures, Figures]:
    """Alternate between the servers, round by round, with all phones connected to both."""
    with stand(phones, bare) as stood:
        async with client() as session:
            before = {engine.name: engine.process.memory_kb() for engine in stood.engines}
            rooms = [
                await connect(session, engine.process.address, engine.entries)
                for engine in stood.engines
            ]
            after = {engine.name: engine.process.memory_kb() for engine in stood.engines}
            measured = await _take_turns(stood, rooms)
            for room in rooms:
                await leave(room)
    ours, theirs = (
        medians(measured[name]) | _memory(before[name], after[name], phones)
        for name in ("ours", "bare")
    )
    return ours, theirs


async def _take_turns(stood: Stand, rooms: list[list[Phone]]) -> dict[str, list[Figures]]:
    measured: dict[str, list[Figures]] = {engine.name: [] for engine in stood.engines}
    for _ in range(ROUNDS):
        for engine, room in zip(stood.engines, rooms, strict=True):
            measured[engine.name].append(await vote(engine, room))
        stood.empty()
    return measured


async def vote(engine: Engine, room: list[Phone]) -> Figures:
    """Run one burst of everybody in the room: ballots per second, and the latency of acks."""
    gc.collect()
    started = time.perf_counter()
    sent = [
        await phone.send(event)
        for phone, events in zip(room, engine.ballots, strict=False)
        for event in events
    ]
    everybody = asyncio.gather(*sent, return_exceptions=True)
    seconds = answered(await asyncio.wait_for(everybody, PATIENCE_SECONDS))
    return {"ballots_per_s": round(len(sent) / (time.perf_counter() - started))} | acks(seconds)


def answered(acks: list[float | BaseException]) -> list[float]:
    """Return each duration. Raises the first failure."""
    for ack in acks:
        if isinstance(ack, BaseException):
            raise ack
    return [ack for ack in acks if isinstance(ack, float)]


def _memory(before: int | None, after: int | None, phones: int) -> Figures:
    if before is None or after is None:
        return {}
    return {"memory_kb_per_phone": round((after - before) / phones, 1)}
