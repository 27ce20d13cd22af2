import pytest

from polling.voting import count
from polling.voting.positional import positional
from polling.voting.profile import Profile
from polling.voting.tally import add_up
from tests.voting.profiles import TENNESSEE, ranked


def test_three_two_one_on_the_capital_of_tennessee() -> None:
    outcome = count("top-three", TENNESSEE, "MNCK", places=3)
    assert [(standing.option, standing.score) for standing in outcome.standings] == [
        ("N", 42 * 2 + 26 * 3 + 15 + 17),
        ("C", 42 + 26 * 2 + 15 * 3 + 17 * 2),
        ("M", 42 * 3),
        ("K", 26 + 15 * 2 + 17 * 3),
    ]
    assert outcome.winners == ("N", "C", "M")


def test_a_ranking_of_one_gives_three_points_and_no_others() -> None:
    outcome = count("top-three", ranked("1 b"), "abc", places=1)
    assert {standing.option: standing.score for standing in outcome.standings} == {
        "b": 3,
        "a": 0,
        "c": 0,
    }


def test_the_fourth_place_is_worth_nothing() -> None:
    outcome = count("top-three", ranked("1 a>b>c>d"), "abcd", places=1)
    assert outcome.standings[-1].score == 0


def test_any_falling_vector_can_be_used() -> None:
    tally = add_up(Profile(tuple("abc"), tuple(ranked("2 a>b", "1 b>c"))), positional((5, 1)))
    assert tally.scores == {"a": 10, "b": 7, "c": 1}


@pytest.mark.parametrize("vector", [(), (1, 2), (1, -1)], ids=["empty", "rising", "negative"])
def test_other_vectors_are_refused(vector: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="points vector"):
        positional(vector)
