from polling.voting import ApprovalBallot, OptionId, PointsBallot, RankedBallot, ScoreBallot
from polling.voting.ballots import MarkedBallot
from polling.voting.pairwise import Pairwise, compare, condorcet_winner, top_cycle
from polling.voting.profile import Profile
from tests.voting.profiles import TENNESSEE, ranked

ROCK_PAPER_SCISSORS = ranked("1 a>b>c>d", "1 b>c>a>d", "1 c>a>b>d")


def compared(ballots: list[RankedBallot], options: str) -> Pairwise:
    return compare(Profile(tuple(options), tuple(ballots)))


def test_the_matrix_counts_the_ballots_that_prefer_row_to_column() -> None:
    assert compared(TENNESSEE, "MNCK").as_rows() == [
        [0, 42, 42, 42],
        [58, 0, 68, 68],
        [58, 32, 0, 83],
        [58, 32, 17, 0],
    ]


def test_two_options_left_out_are_not_compared() -> None:
    assert compared(ranked("1 a"), "abc").as_rows() == [[0, 1, 1], [0, 0, 0], [0, 0, 0]]


def test_two_options_of_which_one_is_not_rated_are_not_compared() -> None:
    ballots = (ScoreBallot({"a": 0, "b": 2}),)
    assert compare(Profile(tuple("abc"), ballots)).as_rows() == [[0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_approvals_and_points_are_compared_too() -> None:
    ballots: tuple[MarkedBallot, ...] = (
        ApprovalBallot(frozenset("a")),
        PointsBallot({"a": 40, "b": 60}),
    )
    assert compare(Profile(tuple("ab"), ballots)).as_rows() == [[0, 1], [1, 0]]


def test_nashville_beats_every_other_city() -> None:
    pairwise = compared(TENNESSEE, "MNCK")
    assert condorcet_winner(pairwise) == "N"
    assert top_cycle(pairwise) == ("N",)


def test_in_a_cycle_nobody_beats_all_and_the_cycle_beats_all_others() -> None:
    pairwise = compared(ROCK_PAPER_SCISSORS, "abcd")
    assert condorcet_winner(pairwise) is None
    assert top_cycle(pairwise) == ("a", "b", "c")


def test_a_draw_is_half_a_win_for_each() -> None:
    wins = compared(ranked("1 a>b>c", "1 b>a>c"), "abc").wins()
    assert {option: str(won) for option, won in wins.items()} == {"a": "3/2", "b": "3/2", "c": "0"}


def test_drawn_leaders_are_a_top_cycle_together() -> None:
    top: tuple[OptionId, ...] = top_cycle(compared(ranked("1 a>b>c", "1 b>a>c"), "abc"))
    assert top == ("a", "b")
