"""Ballots race with the close: each is either counted in time or refused."""

import asyncio
import random
from dataclasses import dataclass, field
from itertools import cycle, islice

from polling.contests.models import Contest
from tests.faults.ballot_log import Attempt, End, Log
from tests.faults.checker import Checker
from tests.faults.organizer import Organizer
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall

CROWD = 12
CONSOLES = 24  # several, so that none exceeds an organizer's rate limit
SPREAD_SECONDS = 0.03
LATE = "contest-closed"
MOST_TIMES = 20  # as many times as asked for, on a machine that decides all races alike


@dataclass
class Races:
    """The results."""

    times: int = 0
    counted: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.times:,} races, {self.counted:,} ballots in time, {self.refused:,} too late: "
            f"{len(self.wrong)} violations"
        )


async def races(hall: Hall, *, seed: int, times: int) -> Races:
    """Close a vote among ballots, check what is stored, and reopen it, this many `times`.

    It goes on until there were ballots in time and too late.
    """
    chance, done = random.Random(seed), Races()
    await asyncio.to_thread(hall.server.start)
    passes = hall.voters(CROWD)
    crowd = [Voter(hall, mine, Log(), random.Random(chance.random())) for mine in passes]
    consoles = [Organizer(hall, mine) for mine in hall.organizers(CONSOLES)]
    logs = {contest.id: Log() for contest in hall.contests}
    rounds = zip(cycle(hall.contests), cycle(consoles), strict=False)
    try:
        await asyncio.gather(*(voter.connect() for voter in crowd))
        for contest, console in islice(rounds, MOST_TIMES * times):
            await _race(crowd, console, contest, logs[contest.id])
            done.wrong += await asyncio.to_thread(_check, hall, contest, logs[contest.id])
            _settle(done, logs[contest.id])
            assert await console.post(f"ranking/{contest.id}/open", minutes="0") == 200
            if done.times >= times and done.counted and done.refused:
                break
    finally:
        await asyncio.gather(*(voter.leave() for voter in crowd))
        await asyncio.gather(*(console.leave() for console in consoles))
    return done


async def _race(crowd: list[Voter], console: Organizer, contest: Contest, log: Log) -> None:
    async def vote(voter: Voter) -> None:
        await asyncio.sleep(voter.chance.uniform(0, SPREAD_SECONDS))
        await voter.cast(voter.ballot(contest.id))

    async def close() -> None:
        await asyncio.sleep(crowd[0].chance.uniform(0, SPREAD_SECONDS))
        assert await console.post(f"ranking/{contest.id}/close") == 200

    for voter in crowd:
        voter.log = log
    await asyncio.gather(close(), *(vote(voter) for voter in crowd))


def _check(hall: Hall, contest: Contest, log: Log) -> list[str]:
    strange = {one.code for one in log.attempts if one.end is End.FAIL} - {LATE, "stale-ballot"}
    verdict = Checker(log, hall.app.config["SECRET_KEY"], [contest.id]).check()
    return [*verdict.wrong, *(f"refused for {code}" for code in strange)]


def _settle(done: Races, log: Log) -> None:
    """Count this race, and keep the log entries needed for the next one: the current ballots."""
    done.times += 1
    done.counted += log.acked
    done.refused += sum(one.code == LATE for one in log.attempts)
    standing: dict[int, Attempt] = {}
    for attempt in log.attempts:
        if attempt.end is End.OK:
            standing[attempt.voter] = attempt
    log.attempts, log.acked = list(standing.values()), 0
