"""The same burst of ballots on PostgreSQL and on SQLite, with one server each."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete

from benchmarks import postgresql
from benchmarks.environment import Engine, our_server, voters
from benchmarks.figures import Figures, Scenario, medians
from benchmarks.phones import client, connect, leave
from benchmarks.room import fill
from benchmarks.scenarios.burst import ROUNDS, vote
from polling.contests.models import Ballot, Turnout
from polling.core import db
from polling.core.migrate import upgrade

NAMES = ("postgresql", "sqlite")


async def databases(phones: int, rounds: int = ROUNDS) -> Scenario:
    """Alternate between the servers, round by round, with all phones connected to both."""
    measured: dict[str, list[Figures]] = {name: [] for name in NAMES}
    with _both(phones) as engines:
        async with client() as session:
            rooms = [
                await connect(session, engine.process.address, engine.entries)
                for engine, _url in engines
            ]
            for _ in range(rounds):
                for (engine, url), room in zip(engines, rooms, strict=True):
                    before = engine.process.cpu_seconds() or 0.0
                    figures = await vote(engine, room)
                    cpu = (engine.process.cpu_seconds() or 0.0) - before
                    figures["cpu_ms_per_ballot"] = 1000 * cpu / sum(map(len, engine.ballots))
                    measured[engine.name].append(figures)
                    _empty(url)
            for room in rooms:
                await leave(room)
    on_postgresql, on_sqlite = (medians(measured[name]) for name in NAMES)
    return Scenario("databases", phones, on_postgresql, on_sqlite, names=NAMES)


@contextmanager
def _both(phones: int) -> Iterator[list[tuple[Engine, str]]]:
    """Start a server on each database, with the same number of voters."""
    with ExitStack() as stack:
        engines = []
        for name in NAMES:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="polling-bench-")))
            url = f"sqlite:///{folder / 'workshop.sqlite'}"
            if name == "postgresql":
                url = stack.enter_context(postgresql.database())
            secret = secrets.token_hex(32)
            upgrade(db.connect(url))
            room = fill(phones)
            process = stack.enter_context(our_server(folder, secret, DATABASE_URL=url))
            engines.append((voters(name, process, room, secret), url))
        yield engines


def _empty(url: str) -> None:
    db.connect(url)
    with db.transaction() as session:
        session.execute(delete(Ballot))
        session.execute(delete(Turnout))
