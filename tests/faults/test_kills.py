"""Crashes in the middle of a vote; and a careless server is detected."""

from tests.databases import on_both
from tests.faults.server_kills import kills
from tests.faults.voting_room import Hall


@on_both
def test_acknowledged_ballots_survive_every_kill_and_count_once(hall: Hall) -> None:
    schedule = [
        "before-insert:2,clock:3600",
        "before-commit:2,clock:-3600",
        "before-ack:2",
        "clock:86400",
    ]
    done = hall.run(kills(hall, seed=1, schedule=schedule, ballots=40))
    assert done.verdict.wrong == []
    assert (done.kills, done.died) == (4, 3)
    assert done.log.acked >= 40
    assert done.verdict.stored == done.verdict.acked > 0


def test_the_checker_finds_a_server_that_acknowledges_before_the_commit(hall: Hall) -> None:
    done = hall.run(kills(hall, seed=1, schedule=["ack-before-commit"], ballots=10))
    assert done.verdict.lost > 0
