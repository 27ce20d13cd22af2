"""The database cannot be written for a while: the disk is full, or another process locks it."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.ballot_log import Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import close_all
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall

CROWD = 20
LOOK_SECONDS = 0.05
PLENTY_OF_PAGES = 1_000_000


@dataclass
class Storage:
    """The results. `slowest_page` is the longest wait for a page during the fault."""

    verdict: Verdict
    log: Log
    seconds: float
    slowest_page: float
    refusals: set[str] = field(default_factory=set)

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        return self.verdict.wrong

    def __str__(self) -> str:
        done = self.verdict
        return (
            f"{self.seconds:.1f} s, {self.log.acked:,} acknowledgements of {done.acked:,} ballots, "
            f"refusals {sorted(self.refusals)}, slowest page {self.slowest_page:.2f} s: "
            f"{done.lost} lost, {done.doubled} doubled"
        )


async def full_disk(hall: Hall, *, seed: int, seconds: float) -> Storage:
    """Fill the disk while people vote; free space after this many seconds.

    It waits for the first refused ballot, because the first ballots still fit in.
    """
    pages = hall.database.with_name("pages")
    pages.write_text(str(_pages(hall.database)))
    hall.server.module = "tests.faults.failpoints"
    hall.server.settings["FAULT"] = f"disk-full:{pages}"

    @contextmanager
    def filling() -> Iterator[None]:
        yield
        pages.write_text(str(PLENTY_OF_PAGES))

    return await _vote_during(hall, seed, seconds, filling, until="not-saved")


async def held_lock(hall: Hall, *, seed: int, seconds: float) -> Storage:
    """Let another process hold the write lock for this many seconds."""

    @contextmanager
    def holding() -> Iterator[None]:
        other = sqlite3.connect(hall.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()

    return await _vote_during(hall, seed, seconds, holding)


def _pages(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


async def _vote_during(
    hall: Hall,
    seed: int,
    seconds: float,
    trouble: Callable[[], AbstractContextManager[None]],
    until: str = "",
) -> Storage:
    """Vote. The fault ends after the refusal `until`, or when all ballots are stored."""
    chance, log = random.Random(seed), Log()
    *passes, reader = hall.voters(CROWD + 1)
    await asyncio.to_thread(hall.server.start)
    crowd = [Voter(hall, mine, log, random.Random(chance.random())) for mine in passes]
    reading = Voter(hall, reader, Log(), chance)
    await asyncio.gather(*(voter.connect() for voter in crowd))
    started = time.monotonic()
    with trouble():
        writing = asyncio.gather(_change_details(reading), *(_vote(voter) for voter in crowd))
        slowest = await _read_for(reading, seconds)
        while until not in _refusals(log) | {""} and not writing.done():
            slowest = max(slowest, await _read_for(reading, LOOK_SECONDS))
    await writing
    took = time.monotonic() - started
    published = await close_all(hall)
    await asyncio.gather(*(voter.leave() for voter in [*crowd, reading]))
    contests = [contest.id for contest in hall.contests]
    verdict = Checker(log, hall.app.config["SECRET_KEY"], contests).check(published)
    return Storage(verdict, log, took, slowest, _refusals(log))


def _refusals(log: Log) -> set[str]:
    return {one.code for one in log.attempts if one.code}


async def _vote(voter: Voter) -> None:
    for contest in voter.hall.contests:
        await voter.cast(voter.ballot(contest.id))


async def _change_details(voter: Voter) -> None:
    """Write something other than a ballot, which does not go through the ballot box."""
    with suppress(TimeoutError):
        await voter.post(f"/w/{voter.hall.room.code}/details", {"attributes": {}})


async def _read_for(reader: Voter, seconds: float) -> float:
    """Fetch a page repeatedly; return the longest duration."""
    until, slowest = time.monotonic() + seconds, 0.0
    while (asked := time.monotonic()) < until:
        await reader.page()
        slowest = max(slowest, time.monotonic() - asked)
        await asyncio.sleep(LOOK_SECONDS)
    return slowest
