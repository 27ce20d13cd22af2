"""Events that happen at the same moment."""

from tests.faults.close_races import races
from tests.faults.concurrent_stage_moves import advances
from tests.faults.repeated_ballots import repeats
from tests.faults.voting_room import Hall


def test_a_ballot_that_races_with_the_close_counts_in_time_or_is_refused(hall: Hall) -> None:
    done = hall.run(races(hall, seed=1, times=6))
    assert done.wrong == []
    assert done.times >= 6
    assert min(done.counted, done.refused) > 0


def test_the_same_ballot_ten_times_at_once_counts_once(hall: Hall) -> None:
    done = hall.run(repeats(hall, seed=1, ballots=12))
    assert done.wrong == []
    assert (done.log.acked, done.verdict.stored) == (120, 12)


def test_only_one_of_two_organizers_who_move_on_at_once_succeeds(hall: Hall) -> None:
    done = hall.run(advances(hall, times=2))
    assert done.wrong == []
