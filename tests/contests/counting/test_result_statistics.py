"""The statistics of a result, on ballots that can be counted by hand."""

from typing import Any

from polling.contests.counting.result_statistics import explain
from polling.voting import ApprovalBallot, RankedBallot, ScoreBallot, count
from polling.voting.ballots import Ballot

CONTEST_ID = "00000000000000ff"
A, B, C, D = 1, 2, 3, 4


def ranked(*orders: str) -> list[Ballot]:
    names = {"A": A, "B": B, "C": C, "D": D}
    return [RankedBallot(tuple(names[letter] for letter in order)) for order in orders]


def explained(ballots: list[Ballot], places: int, rule: str = "top-three") -> dict[str, Any]:
    options = [A, B, C, D]
    outcome = count(rule, ballots, options, places, tie_policy="refuse")
    return explain(ballots, options, outcome, seed=CONTEST_ID)


def test_the_margin_says_how_many_ballots_would_have_changed_the_cut() -> None:
    # A leads B by 15 to 8. Changing the last ballot takes away 6 (from +3 to -3), another one 4.
    found = explained(ranked("AB", "AB", "AB", "AB", "A"), places=1)
    assert found["margin"] == {"outside": B, "inside": A, "to_tie": 2, "to_overtake": 2}


def test_a_score_can_turn_by_no_more_than_the_phones_scale() -> None:
    # A leads B by 15. Each ballot gives A 5 and B 0, so changing one takes away 10.
    found = explained([ScoreBallot({A: 5, B: 0})] * 3, places=1, rule="score")
    assert found["margin"] == {"outside": B, "inside": A, "to_tie": 2, "to_overtake": 2}


def test_there_is_no_margin_while_a_tie_waits_for_the_organizer() -> None:
    assert explained(ranked("AB", "BA"), places=1)["margin"] is None


def test_voters_who_all_agree_have_strong_agreement() -> None:
    found = explained(ranked("ABC", "ABC", "ABC"), places=2)
    assert found["agreement"] == {"w": 1.0, "level": "strong", "ballots": 3}


def test_voters_who_contradict_each_other_have_weak_agreement() -> None:
    found = explained(ranked("ABCD", "DCBA"), places=2)
    assert found["agreement"] == {"w": 0.0, "level": "weak", "ballots": 2}


def test_the_one_that_beats_all_others_is_named() -> None:
    # A: 4 first places, 12 points. B: second for everybody, 10 points, and beaten by A.
    found = explained(ranked("AB", "AB", "AB", "AB", "CB"), places=1)
    assert found["pairwise"]["winner"] == A
    assert found["pairwise"]["cycle"] == []
    assert found["pairwise"]["rows"] == [
        [0, 4, 4, 4],
        [1, 0, 4, 5],
        [1, 1, 0, 1],
        [0, 0, 0, 0],
    ]


def test_a_cycle_is_distinguished_from_a_winner() -> None:
    found = explained(ranked("ABC", "BCA", "CAB"), places=3)
    assert found["pairwise"]["winner"] is None
    assert found["pairwise"]["cycle"] == [A, B, C]


def test_it_says_so_when_comparing_two_by_two_draws_the_cut_elsewhere() -> None:
    # By points, A leads 9 to 8; head to head, three of five prefer B.
    found = explained(ranked("AC", "AC", "BA", "BA", "B"), places=1)
    assert count("top-three", ranked("AC", "AC", "BA", "BA", "B"), [A, B, C, D], 1).winners == (A,)
    assert found["pairwise"]["top"] == [B]
    assert found["pairwise"]["differs"] is True


def test_it_does_not_say_so_when_both_draw_the_same_cut() -> None:
    found = explained(ranked("ABC", "ABC", "BAC"), places=2)
    assert found["pairwise"]["differs"] is False


def test_probabilities_follow_the_contest_and_nothing_else() -> None:
    ballots = ranked("ABC", "ABD", "BAC", "CAB", "DAB")
    once, again = explained(ballots, places=2), explained(ballots[::-1], places=2)
    assert once["probability"] == again["probability"]
    assert once["probability"][str(A)] > once["probability"][str(C)]


def test_approvals_have_a_margin_and_probabilities_but_no_order_to_agree_on() -> None:
    ballots: list[Ballot] = [ApprovalBallot(frozenset({A, B})), ApprovalBallot(frozenset({A}))]
    found = explained(ballots, places=1, rule="approval")
    # If the second voter had approved B instead of A, B would have led 2 to 1.
    assert found["margin"] == {"outside": B, "inside": A, "to_tie": 1, "to_overtake": 1}
    assert (found["agreement"], found["pairwise"]) == (None, None)


def test_a_rule_that_would_keep_the_room_waiting_is_not_drawn_again() -> None:
    assert explained(ranked("ABC", "BAC"), places=1, rule="kemeny")["probability"] == {}


def test_a_vote_in_which_nobody_named_anything_can_be_explained() -> None:
    found = explained([], places=2)
    assert (found["margin"], found["agreement"]) == (None, None)
