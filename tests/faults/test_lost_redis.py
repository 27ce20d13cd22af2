"""Redis disconnects or hangs in the middle of a vote: nobody waits, nothing is lost."""

from tests.databases import on_postgresql, require_redis
from tests.faults.lost_redis import lost_redis
from tests.faults.voting_room import Hall


@on_postgresql
def test_votes_go_on_and_pages_follow_while_redis_is_lost(hall: Hall) -> None:
    require_redis()
    done = hall.run(lost_redis(hall, seed=4, times=4))
    assert done.wrong == []
    assert done.verdict.stored == done.verdict.acked > 0
