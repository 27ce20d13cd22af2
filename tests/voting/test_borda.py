from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from polling.voting import RankedBallot, count
from polling.voting.borda import borda_points
from tests.voting.profiles import OPTIONS, TENNESSEE, rankings, repeatable


def test_the_capital_of_tennessee_is_nashville() -> None:
    outcome = count("borda", TENNESSEE, "MNCK", places=1)
    assert [(standing.option, standing.score) for standing in outcome.standings] == [
        ("N", 194),
        ("C", 173),
        ("M", 126),
        ("K", 107),
    ]


def test_options_left_out_share_the_last_places() -> None:
    points = borda_points(RankedBallot(("b", "a")), tuple("abcd"))
    assert points == {"a": 2, "b": 3, "c": Fraction(1, 2), "d": Fraction(1, 2)}


@repeatable
@given(rankings())
def test_every_ballot_gives_out_the_same_number_of_points(ballot: RankedBallot) -> None:
    assert sum(borda_points(ballot, OPTIONS).values()) == 4 + 3 + 2 + 1


@repeatable
@given(st.lists(rankings(), max_size=8))
def test_the_condorcet_winner_never_comes_last(ballots: list[RankedBallot]) -> None:
    first = count("schulze", ballots, OPTIONS, places=1).standings
    outcome = count("borda", ballots, OPTIONS, places=1)
    if first[0].score == len(OPTIONS) - 1:
        last_rank = outcome.standings[-1].rank
        assert first[0].option not in {s.option for s in outcome.standings if s.rank == last_rank}
