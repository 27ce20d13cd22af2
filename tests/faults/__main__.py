"""`python -m tests.faults`: the long fault runs, one after another, with their counts."""

import argparse
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from tests.databases import postgresql
from tests.faults.close_races import races
from tests.faults.concurrent_stage_moves import advances
from tests.faults.hostile_payloads import hostile
from tests.faults.lost_redis import lost_redis
from tests.faults.packet_loss import drops
from tests.faults.postgresql_disconnects import cuts
from tests.faults.power.power_loss import power_loss
from tests.faults.repeated_ballots import repeats
from tests.faults.server_kills import by_lot, kills
from tests.faults.server_restart import restart
from tests.faults.storage_failures import full_disk, held_lock
from tests.faults.voting_room import Hall, hall

DATABASES: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "sqlite": lambda: nullcontext(""),
    "postgresql": postgresql,
}
Run = Callable[[Hall, int, float], Coroutine[Any, Any, Any]]


def _power(size: int, planted: str = "") -> Run:
    return lambda there, seed, share: power_loss(
        there,
        seed=seed,
        ballots=int(size * share / 3),
        moments=int(size * share),
        planted=planted,
    )


RUNS: dict[str, Run] = {
    "kills": lambda there, seed, share: kills(
        there, seed=seed, schedule=by_lot(seed, int(200 * share)), ballots=int(20_000 * share)
    ),
    "races": lambda there, seed, share: races(there, seed=seed, times=int(2_000 * share)),
    "repeats": lambda there, seed, share: repeats(there, seed=seed, ballots=int(5_000 * share)),
    "advances": lambda there, _, share: advances(there, times=int(500 * share)),
    "hostile": lambda there, seed, share: hostile(there, seed=seed, payloads=int(100_000 * share)),
    "drops": lambda there, seed, share: drops(there, seed=seed, phones=80, seconds=600 * share),
    "power": _power(3_000),
    "power-wal": _power(1_000, "journal:WAL"),
    # Control runs: these must lose something.
    "power-off": _power(300, "synchronous:OFF"),
    "power-full": _power(300, "synchronous:FULL"),
    "power-wal-normal": _power(300, "journal:WAL,synchronous:NORMAL"),
    "restart": lambda there, seed, share: restart(there, seed=seed, phones=int(2_000 * share)),
    "full-disk": lambda there, seed, share: full_disk(there, seed=seed, seconds=60 * share),
    "cuts": lambda there, seed, share: cuts(
        there, seed=seed, times=int(500 * share), ballots=int(10_000 * share)
    ),
    "lost-redis": lambda there, seed, share: lost_redis(there, seed=seed, times=int(100 * share)),
    "held-lock": lambda there, seed, share: held_lock(there, seed=seed, seconds=60 * share),
}
# Faults of SQLite's file do not apply to PostgreSQL, nor the reverse.
ONLY_ON = {
    "postgresql": {"cuts", "lost-redis"},
    "sqlite": {"full-disk", "held-lock", *(name for name in RUNS if name.startswith("power"))},
}


def main() -> int:
    """Run the named runs, or all; return 1 if a promise was broken."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("runs", nargs="*", metavar="RUN", help=" ".join(RUNS))
    asked.add_argument("--seed", type=int, default=int(time.time()), help="replays a run")
    asked.add_argument("--share", type=float, default=1.0, help="of the full size")
    asked.add_argument("--on", choices=DATABASES, default="sqlite", help="the database")
    given = asked.parse_args()
    runs = given.runs or [name for name in RUNS if name not in _elsewhere(given.on)]
    if wrong := _elsewhere(given.on).intersection(runs):
        asked.error(f"not on {given.on}: {', '.join(sorted(wrong))}")
    return max(_run(name, given.seed, given.share, given.on) for name in runs)


def _elsewhere(on: str) -> set[str]:
    """The runs that need another database."""
    return set().union(*(names for kind, names in ONLY_ON.items() if kind != on))


def _run(name: str, seed: int, share: float, on: str) -> int:
    started = time.monotonic()
    with DATABASES[on]() as url, hall(url) as there:
        result = there.run(RUNS[name](there, seed, share))
    print(f"{name} (seed {seed}): {result}; {time.monotonic() - started:.0f} s", flush=True)
    for sentence in result.wrong:
        print(f"  NOT: {sentence}")
    return int(bool(result.wrong))


if __name__ == "__main__":
    sys.exit(main())
