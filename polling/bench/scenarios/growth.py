"""Does a ballot cost more in a larger room? The same burst, from 100 phones to `phones`."""

from collections.abc import Callable

from polling.bench.figures import Figures, Scenario, medians
from polling.bench.phones import Phone, client, connect, leave
from polling.bench.scenarios.burst import vote
from polling.bench.stand import Engine, stand

STEPS = (100, 300, 1_000, 3_000)
ROUNDS = 3


async def growth(phones: int) -> Scenario:
    """Figures are milliseconds per ballot by room; `grown` is the largest room's to the first's."""
    measured: dict[str, Figures] = {"ours": {}, "bare": {}}
    steps = [step for step in STEPS if step < phones] + [phones]
    with stand(phones) as stood:
        for engine in stood.engines:
            await _grow(engine, steps, stood.empty, measured[engine.name])
    for figures in measured.values():
        first, last = (figures[f"ms_per_ballot_{step}"] for step in (steps[0], steps[-1]))
        figures["grown"] = round(last / first, 2)
    return Scenario("growth", phones, measured["ours"], measured["bare"])


async def _grow(
    engine: Engine, steps: list[int], empty: Callable[[], None], figures: Figures
) -> None:
    """Let more and more phones in, and have all that are there vote."""
    async with client() as session:
        room: list[Phone] = []
        for step in steps:
            newcomers = engine.entries[len(room) : step]
            room += await connect(session, engine.process.address, newcomers)
            rounds = []
            for _ in range(ROUNDS):
                rounds.append(await vote(engine, room))
                empty()
            per_second = medians(rounds)["ballots_per_s"]
            figures[f"ms_per_ballot_{step}"] = round(1000 / per_second, 3)
        await leave(room)
