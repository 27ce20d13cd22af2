"""Redis disconnects or stops responding repeatedly, while people vote on two servers.

An organizer on one server sends messages, which a screen on the other server must show.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from statistics import median

from polling.core.edit_conflicts import mark
from tests.databases import REDIS
from tests.faults.ballot_log import Log
from tests.faults.checker import Checker, Verdict
from tests.faults.organizer import Organizer, close_all
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall
from tests.redis_proxy import Narrows
from tests.server import Server

CROWD = 20
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.02
OK = 200
TELLING = {"hello", "changed"}  # messages that contain the version


@dataclass
class LostRedis:
    """The results. `behind` is the screen's delay in seconds, each time."""

    verdict: Verdict
    log: Log
    behind: list[float] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """The broken promises."""
        return self.verdict.wrong + self.late

    def __str__(self) -> str:
        done = self.verdict
        return (
            f"{self.log.acked:,} acknowledgements of {done.acked:,} ballots while Redis was lost "
            f"{len(self.behind):,} times: {done.lost} lost, {done.doubled} doubled; the screen on "
            f"the other server was {median(self.behind):.1f} s behind, "
            f"at most {max(self.behind):.1f} s"
        )


async def lost_redis(hall: Hall, *, seed: int, times: int) -> LostRedis:
    """Lose Redis this many `times`, while people keep changing their ballots."""
    chance, log, over = random.Random(seed), Log(), asyncio.Event()
    with Narrows(REDIS) as way:
        async with _servers(hall, way.url) as (here, there):
            crowd = [
                Voter(chance.choice((here, there)), mine, log, random.Random(chance.random()))
                for mine in hall.voters(CROWD)
            ]
            votes = [asyncio.create_task(_vote_until(over, voter)) for voter in crowd]
            news = News(here, there)
            for number in range(times):
                (way.close if chance.random() < 0.5 else way.freeze)()
                await log.reaches(log.acked + chance.randint(1, 2 * CROWD))
                await news.follow(number)
                way.mend()
                await log.reaches(log.acked + CROWD)
            over.set()
            await asyncio.gather(*votes)
            await news.leave()
            published = await close_all(here)
    contests = [contest.id for contest in hall.contests]
    verdict = Checker(log, hall.app.config["SECRET_KEY"], contests).check(published)
    return LostRedis(verdict, log, news.behind, news.late)


@asynccontextmanager
async def _servers(hall: Hall, redis_url: str) -> AsyncIterator[tuple[Hall, Hall]]:
    """The same workshop on two servers."""
    halls = [replace(hall, server=Server(REDIS_URL=redis_url)) for _ in range(2)]
    try:
        for one in halls:
            await asyncio.to_thread(one.server.start)
        yield halls[0], halls[1]
    finally:
        for one in halls:
            one.server.kill()


async def _vote_until(over: asyncio.Event, voter: Voter) -> None:
    for contest in cycle(voter.hall.contests):
        if over.is_set():
            break
        await voter.cast(voter.ballot(contest.id))
    await voter.leave()


class News:
    """An organizer `here` sends messages; a page `there` must learn about each."""

    def __init__(self, here: Hall, there: Hall) -> None:
        self._organizer = Organizer(here, here.organizers(1)[0])
        self._page = Voter(there, there.voters(1)[0], Log(), random.Random(0))
        self.behind: list[float] = []
        self.late: list[str] = []
        self._shown: dict[str, str] = {}  # the message that the organizer sees

    async def follow(self, number: int) -> None:
        """Send a message, and record the page's delay."""
        await self._page.vanish()
        await self._page.connect()
        known = await self._learn(0)
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                news, seen = f"News {number}", mark(self._shown)
                if await self._organizer.post("message", text=news, seen=seen) == OK:
                    self._shown = {"message": news}
                else:
                    self.late.append(f"the organizer could not say anything at loss {number}")
                await self._learn(known)
        except TimeoutError:
            self.late.append(f"a page had not heard of the news at loss {number}")
        self.behind.append(time.monotonic() - began)

    async def _learn(self, known: int) -> int:
        """Wait for a newer version, and reconnect if the connection is closed, as pages do."""
        while (newest := self._newest()) <= known:
            await asyncio.sleep(LOOK_SECONDS)
            if self._page.wire is None or self._page.wire.ended:
                await self._page.vanish()
                await self._page.connect()
        return newest

    def _newest(self) -> int:
        heard = [data["version"] for event, data in self._page.heard if event in TELLING]
        return max(heard, default=0)

    async def leave(self) -> None:
        """Close both."""
        await self._organizer.leave()
        await self._page.leave()
