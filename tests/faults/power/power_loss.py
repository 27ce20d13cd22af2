"""Loss of power while people vote: acknowledged ballots must be on the disk.

One vote is recorded. Then a loss of power is emulated after many of its file system calls. Each
time, the database recovers from a possible state of the disk, and the checker compares it with the
ballots acknowledged until that moment.
"""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from polling.core import db
from tests.faults.ballot_log import Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import Organizer
from tests.faults.power.disk import Disk
from tests.faults.power.recording import Call, Kind, Recording
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall

CROWD = 12
CHANGES = 0.3
NAMES = {"database": "w.sqlite", "-journal": "w.sqlite-journal", "-wal": "w.sqlite-wal"}


@dataclass
class Loss:
    """The results. `losses` are the moments at which an acknowledged ballot was lost."""

    log: Log
    settings: str
    calls: int = 0
    moments: int = 0
    losses: int = 0
    found: list[str] = field(default_factory=list)
    is_control: bool = False

    @property
    def wrong(self) -> list[str]:
        """The broken promises: a loss or, in a control run, the absence of losses."""
        if self.is_control:
            return [] if self.losses else ["nothing was lost: this emulation sees no loss"]
        return self.found

    def __str__(self) -> str:
        kind = "control run, " if self.is_control else ""
        return (
            f"{kind}{self.settings}: {self.log.acked:,} acknowledgements, {self.calls:,} calls to "
            f"the file system, power lost at {self.moments:,} moments: acknowledged ballots lost "
            f"at {self.losses:,} of them"
        )


async def power_loss(
    hall: Hall, *, seed: int, ballots: int, moments: int, planted: str = ""
) -> Loss:
    """Record a vote of about this many `ballots` and its close; lose power at this many `moments`.

    `planted` is a fault of failpoints.py. If it syncs less, this is a control run, in which
    something must be lost.
    """
    log = Log()
    recording = await _record(hall, log, seed, ballots, planted)
    calls = list(recording.calls())
    done = Loss(log, planted or "as shipped", len(calls), is_control="synchronous" in planted)
    with TemporaryDirectory() as folder:
        for at, image in _moments(recording.start, calls, random.Random(seed), moments):
            verdict = _recover(hall, Path(folder), image, log.until(at))
            done.moments += 1
            done.losses += bool(verdict.wrong)
            done.found += verdict.wrong
    return done


async def _record(hall: Hall, log: Log, seed: int, ballots: int, planted: str) -> Recording:
    passes = hall.voters(-(-ballots // len(hall.contests)))
    console = Organizer(hall, hall.organizers(1)[0])
    recording = Recording(hall.database)  # from here on, nobody else writes
    hall.server.module = "tests.faults.power.recorded_server"
    hall.server.settings |= recording.settings | {"FAULT": f"{planted},rest:0"}
    await asyncio.to_thread(hall.server.start)
    people = [Voter(hall, mine, log, random.Random(f"{seed}:{mine.person}")) for mine in passes]
    crowd = iter(people)
    await asyncio.gather(*(_vote_in_turn(crowd) for _ in range(CROWD)))
    await _close_and_sweep(hall, console)
    hall.server.kill()
    return recording


async def _close_and_sweep(hall: Hall, console: Organizer) -> None:
    """Close the votes, and wait until the sweep has rewritten the ballots."""
    try:
        assert await console.post("ranking/close") == 200
        with closing(sqlite3.connect(hall.database)) as database:
            before = _schema_version(database)
            paths = [f"ranking/{contest.id}/reveal" for contest in hall.contests]
            # A vote with a tie at the cut cannot be revealed.
            assert 200 in [await console.post(path) for path in paths]
            while _schema_version(database) == before:  # VACUUM increments it
                await asyncio.sleep(0.05)
    finally:
        await console.leave()


def _schema_version(database: sqlite3.Connection) -> int:
    [version] = database.execute("PRAGMA schema_version").fetchone()
    return int(version)


async def _vote_in_turn(people: Iterator[Voter]) -> None:
    for voter in people:
        for contest in voter.hall.contests:
            await voter.cast(voter.ballot(contest.id))
            if voter.chance.random() < CHANGES:
                await voter.cast(voter.ballot(contest.id))
        await voter.leave()


def _moments(
    start: bytes, calls: list[Call], chance: random.Random, count: int
) -> Iterator[tuple[float, dict[str, bytes]]]:
    """Yield random moments, just before a call, and a possible state of the disk.

    Every second moment follows a sync or a removal, with which SQLite commits.
    """
    disk = Disk({"database": start})
    decisive = [
        after
        for after, call in enumerate(calls[:-1], start=1)
        if call.kind in {Kind.SYNC, Kind.UNLINK}
    ]
    anywhere = chance.choices(range(len(calls)), k=count - count // 2)
    chosen = sorted(anywhere + chance.choices(decisive, k=count // 2))
    done = 0
    for at in chosen:
        for call in calls[done:at]:
            disk.apply(call)
        done = at
        yield calls[at].at, disk.after_power_loss(chance)


def _recover(hall: Hall, folder: Path, image: dict[str, bytes], log: Log) -> Verdict:
    """Open a database after the power is back, and return the checker's verdict."""
    for left in folder.iterdir():
        left.unlink()
    for file, held in image.items():
        (folder / NAMES[file]).write_bytes(held)
    database = folder / NAMES["database"]
    try:
        with closing(sqlite3.connect(database)) as opened:
            [(health,)] = opened.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        health = str(error)
    if health != "ok":
        return Verdict(lost=log.acked, wrong=[f"the database is broken: {health}"])
    db.connect(f"sqlite:///{database}")
    contests = [contest.id for contest in hall.contests]
    try:
        return Checker(log, hall.app.config["SECRET_KEY"], contests).check()
    finally:
        db.engine().dispose()
