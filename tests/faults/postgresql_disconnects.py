"""PostgreSQL closes all connections repeatedly, as in a restart, while phones vote.

A connection may be closed during a commit; then the server does not know whether a ballot is
stored.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from polling.core import db
from tests.faults.ballot_log import Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import close_all
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall

CROWD = 20
LONGEST_SECONDS = 0.06  # from the awaited ack to the cut
_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass
class Cuts:
    """The results. `ended` counts connections."""

    verdict: Verdict
    log: Log
    times: int
    ended: int

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        return self.verdict.wrong

    def __str__(self) -> str:
        done, refused = self.verdict, sum(one.code == "not-saved" for one in self.log.attempts)
        return (
            f"{self.log.acked:,} acknowledgements of {done.acked:,} ballots while {self.ended:,} "
            f"connections were ended at {self.times:,} times, {refused:,} attempts not saved: "
            f"{done.lost} lost, {done.doubled} doubled"
        )


async def cuts(hall: Hall, *, seed: int, times: int, ballots: int) -> Cuts:
    """Close all connections this many `times`, spread over this many `ballots`."""
    chance, log, over, ended = random.Random(seed), Log(), asyncio.Event(), 0
    # Everybody joins before the first cut, which also closes the connections of the test itself.
    passes = hall.voters(2 * ballots // len(hall.contests) + CROWD)
    people = (Voter(hall, mine, log, random.Random(chance.random())) for mine in passes)
    await asyncio.to_thread(hall.server.start)
    crowd = [asyncio.create_task(_come_and_vote(people, over)) for _ in range(CROWD)]
    for _ in range(times):
        await log.reaches(log.acked + chance.randint(1, max(1, 2 * ballots // times)))
        await asyncio.sleep(chance.uniform(0, LONGEST_SECONDS))
        ended += await asyncio.to_thread(_end_all)
    over.set()
    await asyncio.gather(*crowd)
    published = await close_all(hall)
    contests = [contest.id for contest in hall.contests]
    verdict = Checker(log, hall.app.config["SECRET_KEY"], contests).check(published)
    return Cuts(verdict, log, times, ended)


def _end_all() -> int:
    with psycopg.connect(_address()) as connection:
        return connection.execute(_OTHERS).rowcount


def _address() -> str:
    """The address for psycopg, without SQLAlchemy's driver name."""
    url = db.engine().url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


async def _come_and_vote(people: Iterator[Voter], over: asyncio.Event) -> None:
    while not over.is_set():
        voter = next(people)
        for contest in voter.hall.contests:
            await voter.cast(voter.ballot(contest.id))
        await voter.leave()
