"""The cost of a ballot in larger rooms: the same burst, from 100 phones to `phones`."""

from collections.abc import Callable
from statistics import median

from benchmarks.environment import Engine, stand
from benchmarks.figures import Figures, Scenario
from benchmarks.phones import Phone, client, connect, leave
from benchmarks.scenarios.burst import vote

STEPS = (100, 300, 1_000, 3_000)
ROUNDS = {"ours": 5, "bare": 1}  # the bare engine is slow on a slow disk


async def growth(phones: int) -> Scenario:
    """For each room: milliseconds per ballot, and the server's processor time per ballot.

    `grown` and `cpu_grown` are the largest room's figures divided by the first's. The bare engine
    has no figures for a room in which it loses phones: while it waits for the disk, it misses their
    pings.
    """
    measured: dict[str, Figures] = {"ours": {}, "bare": {}}
    steps = [step for step in STEPS if step < phones] + [phones]
    with stand(phones) as stood:
        for engine in stood.engines:
            await _grow(engine, steps, stood.empty, measured[engine.name])
    for figures in measured.values():
        for name, kind in (("grown", "ms"), ("cpu_grown", "cpu_ms")):
            first, last = (
                figures.get(f"{kind}_per_ballot_{step}") for step in (steps[0], steps[-1])
            )
            if first and last:
                figures[name] = round(last / first, 2)
    return Scenario("growth", phones, measured["ours"], measured["bare"])


async def _grow(
    engine: Engine, steps: list[int], empty: Callable[[], None], figures: Figures
) -> None:
    """Connect more and more phones, and let all of them vote."""
    async with client() as session:
        room: list[Phone] = []
        for step in steps:
            newcomers = engine.entries[len(room) : step]
            room += await connect(session, engine.process.address, newcomers)
            try:
                figures |= await _measure(engine, room, empty)
            except ConnectionError:
                break
        await leave(room)


async def _measure(engine: Engine, room: list[Phone], empty: Callable[[], None]) -> Figures:
    taken, used = [], []
    for _ in range(ROUNDS[engine.name]):
        before = engine.process.cpu_seconds()
        taken.append(1000 / (await vote(engine, room))["ballots_per_s"])
        after = engine.process.cpu_seconds()
        ballots = sum(len(events) for events in engine.ballots[: len(room)])
        used.append(1000 * (after - before) / ballots if after and before else 0.0)
        empty()
    return {
        f"ms_per_ballot_{len(room)}": round(median(taken), 3),
        f"cpu_ms_per_ballot_{len(room)}": round(median(used), 3),
    }
