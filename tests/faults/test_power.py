"""A loss of power, including unsynced data."""

import pytest

from tests.databases import on_sqlite
from tests.faults.power.power_loss import power_loss
from tests.faults.power.recording import COMPILER
from tests.faults.voting_room import Hall

pytestmark = [
    pytest.mark.skipif(not COMPILER, reason="recorder.c needs a C compiler"),
    on_sqlite,  # PostgreSQL is not ours to cut from the power
]


def test_no_acknowledged_ballot_is_lost_with_the_power(hall: Hall) -> None:
    done = hall.run(power_loss(hall, seed=1, ballots=30, moments=40))
    assert done.wrong == []
    assert done.log.acked >= 30


def test_the_same_vote_loses_some_if_sqlite_does_not_sync(hall: Hall) -> None:
    done = hall.run(power_loss(hall, seed=1, ballots=30, moments=20, planted="synchronous:OFF"))
    assert done.losses > 0
