from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting import Abstention, Ballot, RankedBallot
from polling.voting.agreement import Agreement, Level, agreement
from tests.voting.profiles import OPTIONS, ranked, rankings, repeatable


def test_the_same_three_on_every_ballot_is_full_agreement() -> None:
    assert agreement(ranked("5 a>b>c"), "abcdefgh") == Agreement(Fraction(1), 5)


def test_opposite_rankings_have_nothing_in_common() -> None:
    assert agreement(ranked("1 a>b>c", "1 c>b>a"), "abc") == Agreement(Fraction(0), 2)


def test_without_ties_it_is_kendalls_formula() -> None:
    # Rank sums 4, 6, 8 around a mean of 6: S = 8, W = 12 S / (m² (n³ - n)) = 96 / (9 * 24).
    ballots = ranked("1 a>b>c", "1 a>c>b", "1 b>a>c")
    rank_sums = [1 + 1 + 2, 2 + 3 + 1, 3 + 2 + 3]
    assert rank_sums == [4, 6, 8]
    assert agreement(ballots, "abc") == Agreement(Fraction(96, 9 * 24), 3)


def test_options_left_out_are_tied_for_the_last_places() -> None:
    # Ranks 1, 2, 3.5, 3.5 four times and 3.5, 3.5, 1, 2 once: S = 44.5, and five ties of two.
    ballots = ranked("4 b>a", "1 c>d")
    expected = Fraction(12 * 89, 2) / (25 * 60 - 5 * 5 * 6)
    assert agreement(ballots, "abcd") == Agreement(expected, 5)


def test_abstentions_and_empty_rankings_are_left_out() -> None:
    ballots: list[Ballot] = [*ranked("3 a>b"), RankedBallot(()), Abstention()]
    assert agreement(ballots, "abc") == Agreement(Fraction(1), 3)


@pytest.mark.parametrize(
    "ballots, options",
    [([], "abc"), (ranked("1 a"), "abc"), (ranked("2 a"), "a")],
    ids=["no-ballots", "one-ballot", "one-option"],
)
def test_one_voice_or_one_option_makes_no_agreement(
    ballots: list[RankedBallot], options: str
) -> None:
    assert agreement(ballots, options) is None


@pytest.mark.parametrize(
    "w, level",
    [
        (Fraction(1), Level.STRONG),
        (Fraction(7, 10), Level.STRONG),
        (Fraction(69, 100), Level.MODERATE),
        (Fraction(1, 2), Level.MODERATE),
        (Fraction(49, 100), Level.WEAK),
        (Fraction(0), Level.WEAK),
    ],
    ids=str,
)
def test_levels_begin_at_their_thresholds(w: Fraction, level: Level) -> None:
    assert Agreement(w, 10).level is level


@repeatable
@given(st.lists(rankings(), max_size=9))
def test_it_lies_between_zero_and_one(ballots: list[RankedBallot]) -> None:
    found = agreement(ballots, OPTIONS)
    assert found is None or 0 <= found.w <= 1


@repeatable
@given(st.lists(rankings(), max_size=6))
def test_everybody_voting_twice_changes_nothing(ballots: list[RankedBallot]) -> None:
    once, twice = agreement(ballots, OPTIONS), agreement(ballots * 2, OPTIONS)
    if once is not None and twice is not None:
        assert once.w == twice.w
