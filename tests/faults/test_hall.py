"""What a fault run leaves behind."""

import asyncio
import random

import pytest

from tests.faults.ballot_log import Log
from tests.faults.voter import Voter
from tests.faults.voting_room import Hall


def test_a_run_that_fails_leaves_no_browser_open(hall: Hall) -> None:
    mine, late = hall.voters(2)
    made: list[Voter] = []

    async def come_late() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            made.append(Voter(hall, late, Log(), random.Random(1)))

    async def fail() -> None:
        made.append(Voter(hall, mine, Log(), random.Random(1)))
        raise RuntimeError("the server did not start")

    async def both() -> None:
        await asyncio.gather(come_late(), fail())

    with pytest.raises(RuntimeError, match="did not start"):
        hall.run(both())
    assert [voter._session.closed for voter in made] == [True, True]
