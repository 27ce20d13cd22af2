"""The server is killed repeatedly, at random and at failpoints, while phones vote."""

import asyncio
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.faults.ballot_log import End, Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import close_all
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall

FAILPOINTS = ("before-insert", "before-commit", "before-ack")  # as defined in failpoints.py
CHANGES, VANISHES = 0.15, 0.05
LONGEST_SECONDS = 0.06  # from the awaited ack to the kill
LOOK_SECONDS = 0.05
MOST_SKEW = 7_200  # by how many seconds a server's clock may be wrong
CROWD = 20  # voting at the same time
COACH = 50  # people join in batches


@dataclass
class Kills:
    """The results."""

    verdict: Verdict
    log: Log
    kills: int
    died: int  # of these, at failpoints

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        return self.verdict.wrong

    def __str__(self) -> str:
        done = self.verdict
        return (
            f"{self.log.acked:,} acknowledgements of {done.acked:,} ballots over {self.kills} "
            f"kills ({self.died} at failpoints), {self.log.count(End.UNKNOWN):,} attempts "
            f"unanswered, {done.stored:,} stored: {done.lost} lost, {done.doubled} doubled"
        )


async def kills(hall: Hall, *, seed: int, schedule: list[str], ballots: int) -> Kills:
    """Kill one server after another until this many `ballots` have been acknowledged.

    `schedule` is the fault of each server ("" for none).
    """
    chance, log, over = random.Random(seed), Log(), asyncio.Event()
    hall.server.module = "tests.faults.failpoints"
    await _start(hall, schedule[0])
    people = _people(hall, log, chance)
    crowd = [asyncio.create_task(_come_and_vote(people, over)) for _ in range(CROWD)]
    died = 0
    for fault, following in pairwise([*schedule, ""]):
        acks = chance.randint(1, max(1, 2 * ballots // len(schedule)))
        if fault.startswith(FAILPOINTS):
            acks = sys.maxsize  # it dies at its failpoint: the crowd continues until then
        died += await _kill(hall, log, acks, chance.uniform(0, LONGEST_SECONDS))
        await _start(hall, following)
    await log.reaches(ballots)
    over.set()
    await asyncio.gather(*crowd)
    published = await close_all(hall)
    secret = hall.app.config["SECRET_KEY"]
    verdict = Checker(log, secret, [one.id for one in hall.contests]).check(published)
    return Kills(verdict, log, len(schedule), died)


def by_lot(seed: int, times: int) -> list[str]:
    """Return a random schedule: half of the servers have a failpoint; each has a wrong clock."""
    chance = random.Random(seed)
    points = [f"{point}:{at}" for point in FAILPOINTS for at in range(1, 9)]
    faults = [chance.choice(("", chance.choice(points))) for _ in range(times)]
    return [f"{fault},clock:{chance.randint(-MOST_SKEW, MOST_SKEW)}" for fault in faults]


def _people(hall: Hall, log: Log, chance: random.Random) -> Iterator[Voter]:
    while True:
        for mine in hall.voters(COACH):
            yield Voter(hall, mine, log, random.Random(chance.random()))


async def _come_and_vote(people: Iterator[Voter], over: asyncio.Event) -> None:
    while not over.is_set():
        voter = next(people)
        try:
            await _vote(voter)
        finally:
            await voter.leave()


async def _vote(voter: Voter) -> None:
    contests = [contest.id for contest in voter.hall.contests]
    voter.chance.shuffle(contests)
    for contest in contests:
        ballot = voter.ballot(contest)
        if voter.chance.random() < VANISHES:
            await voter.send_and_vanish(ballot)
            # Some send the same ballot again, and others have changed their mind.
            ballot = ballot if voter.chance.random() < 0.5 else voter.ballot(contest)
        await voter.cast(ballot)
        if voter.chance.random() < CHANGES:
            await voter.cast(voter.ballot(contest))


async def _kill(hall: Hall, log: Log, acks: int, pause: float) -> bool:
    """Kill after this many more acks and a moment; True if it died at its failpoint before."""
    enough = asyncio.create_task(log.reaches(log.acked + acks))
    while hall.server.running and not enough.done():
        await asyncio.wait([enough], timeout=LOOK_SECONDS)
    enough.cancel()
    await asyncio.sleep(pause)
    died = not hall.server.running
    hall.server.kill()
    return died


async def _start(hall: Hall, fault: str) -> None:
    hall.server.settings["FAULT"] = fault
    await asyncio.to_thread(hall.server.start)
