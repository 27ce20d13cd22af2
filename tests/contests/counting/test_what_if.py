"""The same ballots by other rules, and who voted from where."""

from typing import Any

from polling.contests.counting.what_if import what_if
from polling.voting import Abstention, PointsBallot, RankedBallot, count
from polling.voting.ballots import Ballot
from tests.room import Room

A, B, C = 1, 2, 3


def by_rule(ballots: list[Ballot], official: str, options: int = 3) -> dict[str, Any]:
    named = list(range(1, options + 1))
    outcome = count(official, ballots, named, 1)
    return {found["rule"]: found for found in what_if(ballots, named, outcome)}


def test_rankings_are_counted_by_every_rule_for_rankings_and_for_approvals() -> None:
    ballots = [RankedBallot((A, B, C))] * 3 + [RankedBallot((B,))] * 2
    found = by_rule([*ballots, Abstention()], "top-three")
    assert set(found) == {
        *("borda", "schulze", "ranked-pairs", "kemeny", "instant-runoff", "stv"),
        *("approval", "sequential-pav", "equal-shares"),
    }
    # A: 9 points, B: 12. Three of five put A above B. B is on all five ballots, A on three.
    assert found["schulze"]["winners"] == [A]
    assert found["approval"]["winners"] == [B]
    assert found["schulze"]["ranks"] == {"1": 1, "2": 2, "3": 3}


def test_points_are_counted_as_approvals_but_never_as_rankings() -> None:
    found = by_rule([PointsBallot({A: 90, B: 10}), PointsBallot({B: 100})], "hundred-points")
    assert set(found) == {"approval", "sequential-pav", "equal-shares"}
    assert found["approval"]["winners"] == [B]


def test_kemeny_is_left_out_where_there_are_too_many_options() -> None:
    assert "kemeny" not in by_rule([RankedBallot((A,))], "borda", options=9)


def test_a_result_says_who_voted_in_the_room_and_who_virtually(room: Room) -> None:
    room.go("lobby")
    room.join(48)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for person in room.participants[:40]:
        room.cast(person, contest.id, {"ranking": contest.options[:3]})
    organizer = room.organizer_visitor()
    organizer.post(f"/console/{room.code}/ranking/{contest.id}/close")
    address = f"/console/{room.code}/ranking"
    closed = organizer.get(address).get_data(as_text=True)
    assert "40 of 48 voted (In the room: 35 of 42; Virtual: 5 of 6)." in closed
    assert "What if another rule" not in closed
    organizer.post(f"{address}/{contest.id}/reveal")
    revealed = organizer.get(address).get_data(as_text=True)
    assert "What if another rule" in revealed
    assert "Every other rule would put the same issues in." in revealed
