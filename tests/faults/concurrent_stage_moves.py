"""Two organizers move the workshop at once: one succeeds, one is refused, one entry is logged."""

import asyncio
from dataclasses import dataclass, field
from itertools import cycle, islice

from sqlalchemy import func, select

from polling.core.db import reading
from polling.workshop.models import LogEntry
from tests.faults.organizer import Organizer
from tests.faults.voting_room import Hall

PAIRS = 12  # several, so that none exceeds an organizer's rate limit
MOVED, TOLD = 200, 409
STEPS = (("ranking", "lobby"), ("lobby", "ranking"))


@dataclass
class Advances:
    """The results."""

    times: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.times:,} times two at once: {len(self.wrong)} violations"


async def advances(hall: Hall, *, times: int) -> Advances:
    """Let two organizers press one button at the same time, back and forth, this many `times`."""
    done = Advances()
    await asyncio.to_thread(hall.server.start)
    consoles = [Organizer(hall, mine) for mine in hall.organizers(2 * PAIRS)]
    pairs = cycle(zip(consoles[::2], consoles[1::2], strict=True))
    try:
        for (seen, to), pair in islice(zip(cycle(STEPS), pairs, strict=False), times):
            before = _moves(hall)
            answers = await asyncio.gather(*(one.post("stage", seen=seen, to=to) for one in pair))
            done.times += 1
            if sorted(answers) != [MOVED, TOLD] or _moves(hall) != before + 1:
                done.wrong.append(f"{seen} to {to}: {answers}, {_moves(hall) - before} logged")
    finally:
        await asyncio.gather(*(console.leave() for console in consoles))
    return done


def _moves(hall: Hall) -> int:
    query = select(func.count()).where(
        LogEntry.workshop_id == hall.room.workshop_id, LogEntry.action == "stage"
    )
    with reading() as session:
        return session.scalar(query) or 0
