"""The same ballot sent ten times in parallel, by two sockets and HTTP, counts once."""

import asyncio
import random
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from tests.faults.ballot_log import Attempt, Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import close_all
from tests.faults.voter import Voter, again
from tests.faults.voting_room import Hall, Pass

CROWD = 20
BY_EACH_SOCKET, BY_HTTP = 4, 2


@dataclass
class Repeats:
    """The results."""

    verdict: Verdict
    log: Log

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        return self.verdict.wrong

    def __str__(self) -> str:
        done = self.verdict
        return (
            f"{done.acked:,} ballots sent {len(self.log.attempts):,} times, {self.log.acked:,} "
            f"acknowledged: {done.stored:,} stored, {done.lost} lost, {done.doubled} doubled"
        )


async def repeats(hall: Hall, *, seed: int, ballots: int) -> Repeats:
    """Send this many `ballots`, each ten times in parallel."""
    chance, log = random.Random(seed), Log()
    await asyncio.to_thread(hall.server.start)
    passes = iter(hall.voters(-(-ballots // len(hall.contests))))

    async def stand_in_line() -> None:
        for mine in passes:
            await _vote(hall, mine, log, random.Random(chance.random()))

    await asyncio.gather(*(stand_in_line() for _ in range(CROWD)))
    published = await close_all(hall)
    contests = [contest.id for contest in hall.contests]
    verdict = Checker(log, hall.app.config["SECRET_KEY"], contests).check(published)
    verdict.wrong += [f"refused: {one.code}" for one in log.attempts if one.code]
    return Repeats(verdict, log)


async def _vote(hall: Hall, mine: Pass, log: Log, chance: random.Random) -> None:
    """Vote as one person who has opened the page twice."""
    tabs = [Voter(hall, mine, log, chance) for _ in range(2)]
    try:
        for tab in tabs:
            await tab.connect()
        for contest in hall.contests:
            await asyncio.gather(*_ten_times(tabs, log, tabs[0].ballot(contest.id)))
    finally:
        for tab in tabs:
            await tab.leave()


def _ten_times(tabs: list[Voter], log: Log, ballot: Attempt) -> list[Awaitable[None]]:
    address = f"/w/{tabs[0].hall.room.code}/ballots"
    ways: list[Awaitable[Any]] = []
    for tab in tabs:
        assert tab.wire
        ways += [tab.wire.emit("ballot", ballot.payload) for _ in range(BY_EACH_SOCKET)]
    ways += [tabs[0].post(address, ballot.payload) for _ in range(BY_HTTP)]
    return [_note(log, ballot, way) for way in ways]


async def _note(log: Log, ballot: Attempt, way: Awaitable[dict[str, Any]]) -> None:
    attempt = log.invoke(again(ballot))
    log.answer(attempt, await way)
