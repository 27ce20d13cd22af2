"""Who has arrived, and who has finished each task, as the rehearsal's organizer waits for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from polling.rehearsal.phone import Phone

LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 90.0


@dataclass
class Signals:
    """Updated by the participants, by number."""

    arrived: set[int] = field(default_factory=set)
    ranked: set[int] = field(default_factory=set)
    rated: set[int] = field(default_factory=set)
    voted: set[int] = field(default_factory=set)
    surveyed: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    seated: dict[int, Phone] = field(default_factory=dict)
    ranking_open: asyncio.Event = field(default_factory=asyncio.Event)

    async def everybody(
        self, done: set[int] | dict[int, Phone], expected: set[int], tell: Callable[[int], None]
    ) -> bool:
        """Wait until everybody online has done it; False after a timeout.

        `tell` is called with the number of people who have done it, or are gone.
        """
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while not expected - self.gone <= set(done):
            tell(len(expected & (self.gone | set(done))))
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(LOOK_SECONDS)
        tell(len(expected))
        return True
