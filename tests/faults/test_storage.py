"""The database cannot be written for a short time: nothing is lost, and nobody else waits."""

from tests.databases import on_sqlite
from tests.faults.storage_failures import full_disk, held_lock
from tests.faults.voting_room import Hall

pytestmark = on_sqlite


def test_a_full_disk_is_a_refusal_and_the_ballots_count_once_there_is_room(hall: Hall) -> None:
    done = hall.run(full_disk(hall, seed=1, seconds=0))
    assert done.wrong == []
    assert done.refusals == {"not-saved"}
    assert done.verdict.acked == 120


def test_while_another_process_holds_the_lock_ballots_wait_and_pages_are_served(hall: Hall) -> None:
    done = hall.run(held_lock(hall, seed=1, seconds=1))
    assert done.wrong == []
    assert (done.refusals, done.verdict.acked) == (set(), 120)
    # The lock is held until a page is served: a page that waits for it delays the ballots too long.
    assert done.slowest_page > 0
