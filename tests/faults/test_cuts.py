"""PostgreSQL closes all connections: acknowledged ballots count, and the rest is resent."""

from tests.databases import on_postgresql
from tests.faults.postgresql_disconnects import cuts
from tests.faults.voting_room import Hall


@on_postgresql
def test_ballots_survive_that_every_connection_is_ended(hall: Hall) -> None:
    done = hall.run(cuts(hall, seed=1, times=3, ballots=60))
    assert done.wrong == []
    assert done.ended > 0
    assert done.verdict.stored == done.verdict.acked > 0
