"""Some phones take nothing from the network any more; the others vote, and must not notice."""

import asyncio

from benchmarks.environment import Engine, stand
from benchmarks.figures import Figures, Scenario, acks, medians
from benchmarks.phones import PATIENCE_SECONDS, Phone, client, connect, leave

ROUNDS = 3
SHARE = 0.05
UNREAD = 400  # answers that wait for each stalled phone, so that its buffers are full
CLOCK = '["clock",{}]'


async def stalled(phones: int) -> Scenario:
    """The servers take turns; figures are of the phones that read."""
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
        await asyncio.sleep(0.01)  # a phone's budget is of events a minute, ours to see is the pile


async def _vote(engine: Engine, room: list[Phone]) -> Figures:
    reading = len(_some(room))
    sent = [
        await phone.send(event)
        for phone, events in zip(room[reading:], engine.ballots[reading:], strict=True)
        for event in events
    ]
    return acks(await asyncio.wait_for(asyncio.gather(*sent), PATIENCE_SECONDS))
