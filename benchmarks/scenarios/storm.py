"""All phones lose their connection at once, and reconnect within a second."""

import asyncio
import time

from benchmarks.environment import Engine, stand
from benchmarks.figures import Figures, Scenario, medians, percentile
from benchmarks.phones import PATIENCE_SECONDS, Phone, client, connect, leave

ROUNDS = 2
WITHIN_SECONDS = 1.0


async def storm(phones: int) -> Scenario:
    """Alternate between the servers; measure from a phone's first attempt until it is admitted."""
    measured: dict[str, list[Figures]] = {"ours": [], "bare": []}
    with stand(phones) as stood:
        for _ in range(ROUNDS):
            for engine in stood.engines:
                measured[engine.name].append(await _lose_all(engine))
    ours, bare = medians(measured["ours"]), medians(measured["bare"])
    ratio = {name: round(ours[name] / bare[name], 2) for name in ours if bare[name]}
    return Scenario("storm", phones, ours, bare, ratio)


async def _lose_all(engine: Engine) -> Figures:
    async with client() as session:
        room = await connect(session, engine.process.address, engine.entries)
        for phone in room:
            phone.vanish()
        started = time.perf_counter()
        back: list[Phone] = []

        async def come_back(number: int) -> float:
            await asyncio.sleep(WITHIN_SECONDS * number / len(room))
            since = time.perf_counter()
            auth, cookie = engine.entries[number]
            address = engine.process.address
            back.append(await Phone.open(session, address, auth=auth, cookie=cookie))
            return time.perf_counter() - since

        everybody = [come_back(number) for number in range(len(room))]
        seconds = await asyncio.wait_for(asyncio.gather(*everybody), PATIENCE_SECONDS)
        took = time.perf_counter() - started
        await leave(back)
    return {
        "all_back_s": round(took, 2),
        "back_p95": round(percentile(seconds, 0.95) * 1000),
    }
