"""The simulated people as a whole: how many are online, who is busy, and who writes what."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from polling.people.attributes import Attribute
from polling.rehearsal.acts.drafting import Task
from polling.rehearsal.measurements import Record
from polling.rehearsal.script import Script

QUIET_SECONDS = 2.0
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Plan:
    """The simulated people and their workshop; `base` is the server's URL."""

    base: str
    code: str
    organizer_link: str
    password: str
    attributes: list[Attribute]
    people: int
    seed: int
    script: Script


@dataclass(frozen=True)
class Progress:
    """Their progress. `playing` is the stage they skip to, "" if an organizer leads.

    `problem` is why they have stopped; `unreachable`: they cannot connect to the server.
    """

    people: int
    joined: int = 0
    ballots: int = 0
    recommendations: int = 0
    surveys: int = 0
    playing: str = ""
    problem: str = ""
    unreachable: bool = False


class Crowd:
    """Shared by all simulated people of one workshop."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.record = Record()
        self.joined = 0
        self.playing = self.problem = ""
        self.unreachable = False
        self._busy = 0
        self._quiet_since = 0.0
        self._written: Counter[int] = Counter()

    @property
    def progress(self) -> Progress:
        """The progress."""
        return Progress(
            people=self.plan.people,
            joined=self.joined,
            ballots=len(self.record.ballots),
            recommendations=len(self.record.sentences),
            surveys=self.record.answers,
            playing=self.playing,
            problem=self.problem,
            unreachable=self.unreachable,
        )

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Mark a person as busy during the block."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._quiet_since = _now()

    async def settle(self) -> None:
        """Wait until nobody has been busy for a moment, or until a timeout."""
        started = self._quiet_since = _now()
        while _now() < started + PATIENCE_SECONDS:
            if not self._busy and _now() > self._quiet_since + QUIET_SECONDS:
                return
            await asyncio.sleep(LOOK_SECONDS)

    def next_task(self, issues: list[int]) -> Task:
        """Return a member's next task: on the issue with the fewest recommendations."""
        issue = min(issues, key=lambda one: self._written[one])
        texts = self.plan.script.texts[issue]
        task = Task(issue, texts[self._written[issue] % len(texts)])
        self._written[issue] += 1
        return task


def _now() -> float:
    return asyncio.get_running_loop().time()
