"""Some phones stop reading from the network; the others vote, and must not be affected."""

import asyncio

from benchmarks.environment import Engine, stand
from benchmarks.figures import Figures, Scenario, acks, medians
from benchmarks.phones import PATIENCE_SECONDS, Phone, client, connect, leave

ROUNDS = 3
SHARE = 0.05
UNREAD = 400  # unread answers for each stalled phone, so that its buffers are full
CLOCK = '["clock",{}]'


async def stalled(phones: int) -> Scenario:
    """Alternate between the servers; figures are of the phones that read."""
    measured: dict[str, list[Figures]] = {"ours": [], "bare": []}
    with stand(phones) as stood:
        async with client() as session:
            rooms = {
                engine.name: await connect(session, engine.process.address, engine.entries)
                for engine in stood.engines
            }
            for room in rooms.values():
                await _stall(_some(room))
            for _ in range(ROUNDS):
                for engine in stood.engines:
                    measured[engine.name].append(await _vote(engine, rooms[engine.name]))
                stood.empty()
            for room in rooms.values():
                await leave(room[len(_some(room)) :])
                for phone in _some(room):
                    phone.vanish()
    return Scenario("stalled", phones, medians(measured["ours"]), medians(measured["bare"]))


def _some(room: list[Phone]) -> list[Phone]:
    return room[: max(1, round(SHARE * len(room)))]


async def _stall(phones: list[Phone]) -> None:
    for phone in phones:
        phone.stop_reading()
    for _ in range(UNREAD):
        for phone in phones:
            (await phone.send(CLOCK)).cancel()
        await asyncio.sleep(0.01)  # below the rate limit: only the queue is tested


async def _vote(engine: Engine, room: list[Phone]) -> Figures:
    reading = len(_some(room))
    sent = [
        await phone.send(event)
        for phone, events in zip(room[reading:], engine.ballots[reading:], strict=True)
        for event in events
    ]
    return acks(await asyncio.wait_for(asyncio.gather(*sent), PATIENCE_SECONDS))
