"""The organizer of a fault run, who closes votes over HTTP, and a voter who reads the results."""

import random

from tests.faults.ballot_log import Log
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall, Pass


class Organizer:
    """An organizer at the console."""

    def __init__(self, hall: Hall, mine: Pass) -> None:
        self._console = f"{hall.server.address}/console/{hall.room.code}"
        self._session = hall.browser(mine)

    async def post(self, path: str, **form: str) -> int:
        """Press a button; return the status of the response."""
        async with self._session.post(f"{self._console}/{path}", data=form) as response:
            await response.read()
            return response.status

    async def leave(self) -> None:
        """Close the console."""
        await self._session.close()


async def close_all(hall: Hall) -> dict[str, list[str]]:
    """Close every vote and show its result; return the published results."""
    organizer = Organizer(hall, hall.organizers(1)[0])
    reader = Voter(hall, hall.voters(1)[0], Log(), random.Random(0))
    try:
        assert await organizer.post("ranking/close") == 200
        for contest in hall.contests:
            assert await organizer.post(f"ranking/{contest.id}/reveal") == 200
            assert await organizer.post("screen/turn", go="end") == 200
        return {contest.id: await reader.published(contest.id) for contest in hall.contests}
    finally:
        await organizer.leave()
        await reader.leave()
