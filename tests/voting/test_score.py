from fractions import Fraction

from polling.voting import ScoreBallot, count

BALLOTS = [ScoreBallot({"a": 2, "b": 2}), ScoreBallot({"a": 1}), ScoreBallot({"a": 0, "c": 1})]


def test_the_total_counts_an_option_that_was_not_rated_as_zero() -> None:
    standings = count("score", BALLOTS, "abcd", places=1).standings
    assert [(s.option, s.score) for s in standings] == [("a", 3), ("b", 2), ("c", 1), ("d", 0)]


def test_the_mean_is_taken_over_those_who_rated() -> None:
    standings = count("mean-score", BALLOTS, "abcd", places=1).standings
    assert [(s.option, s.score) for s in standings] == [("b", 2), ("a", 1), ("c", 1), ("d", 0)]


def test_the_mean_weighs_the_ballots() -> None:
    ballots = [ScoreBallot({"a": 3}, weight=Fraction(1, 2)), ScoreBallot({"a": 0})]
    assert count("mean-score", ballots, "a", places=1).standings[0].score == 1
