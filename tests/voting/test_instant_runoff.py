from hypothesis import given
from hypothesis import strategies as st

from polling.voting import RankedBallot, count
from tests.voting.profiles import OPTIONS, TENNESSEE, ranked, rankings, repeatable


def test_the_capital_of_tennessee_is_knoxville() -> None:
    # Chattanooga is eliminated with 15 votes, then Nashville with 26, then Memphis with 42.
    standings = count("instant-runoff", TENNESSEE, "MNCK", places=1).standings
    assert [(standing.option, standing.score) for standing in standings] == [
        ("K", 58),
        ("M", 42),
        ("N", 26),
        ("C", 15),
    ]


def test_a_ballot_whose_options_have_all_left_counts_no_more() -> None:
    standings = count("instant-runoff", ranked("2 a", "3 b", "4 c>b"), "abc", places=1).standings
    assert [(standing.option, standing.score) for standing in standings] == [
        ("c", 4),
        ("b", 3),
        ("a", 2),
    ]


def test_options_that_are_equally_last_leave_together() -> None:
    standings = count("instant-runoff", ranked("3 a", "1 b>c", "1 c>b"), "abc", 1).standings
    assert [(standing.option, standing.rank) for standing in standings] == [
        ("a", 1),
        ("b", 2),
        ("c", 2),
    ]


@repeatable
@given(st.lists(rankings(), min_size=1, max_size=9))
def test_a_majority_of_first_places_wins(ballots: list[RankedBallot]) -> None:
    firsts = [ballot.ranking[0] for ballot in ballots if ballot.ranking]
    winners = count("instant-runoff", ballots, OPTIONS, places=1).winners
    for option in OPTIONS:
        if firsts.count(option) * 2 > len(firsts):
            assert winners == (option,)
