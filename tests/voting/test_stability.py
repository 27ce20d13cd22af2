import random
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.voting import RULES, RankedBallot, stability
from polling.voting.stability import cut_probabilities
from tests.voting.profiles import DRAWN, OPTIONS, ranked, repeatable


def test_the_probability_is_that_of_drawing_ballots_at_random() -> None:
    # a has 6 of 11 ballots. In a sample of 11, it gets the place if at least 6 are for it.
    chances = cut_probabilities("top-three", ranked("6 a", "5 b"), "ab", 1, seed=1)
    exact = sum(comb(11, k) * 6**k * 5 ** (11 - k) for k in range(6, 12)) / 11**11
    assert chances["a"] == pytest.approx(exact, abs=0.03)


def test_two_that_are_equal_have_half_a_place_each() -> None:
    chances = cut_probabilities("top-three", ranked("1 a"), "abc", 2, seed=1)
    assert chances == {"a": 1.0, "b": 0.5, "c": 0.5}


def test_the_order_of_the_ballots_does_not_matter() -> None:
    ballots = ranked("3 a>b", "4 b>c", "2 c>a")
    backwards = cut_probabilities("top-three", ballots[::-1], "abc", 1, seed=4)
    assert cut_probabilities("top-three", ballots, "abc", 1, seed=4) == backwards


def test_another_seed_gives_other_draws() -> None:
    ballots = ranked("3 a>b", "4 b>c", "2 c>a")
    other = cut_probabilities("top-three", ballots, "abc", 1, seed=5)
    assert cut_probabilities("top-three", ballots, "abc", 1, seed=4) != other


def test_recounting_gives_the_same_result_as_adding_up() -> None:
    ballots = ranked("6 a", "5 b")
    runoff = cut_probabilities("instant-runoff", ballots, "ab", 1, seed=1)
    assert runoff["a"] == pytest.approx(
        cut_probabilities("top-three", ballots, "ab", 1, seed=1)["a"], abs=0.1
    )


def test_fractional_weights_do_not_break_ties() -> None:
    third = Fraction(1, 3)
    ballots = [RankedBallot(("a", "b"), weight=third), RankedBallot(("b", "a"), weight=third)]
    chances = cut_probabilities("top-three", ballots * 20, "ab", 1, seed=1)
    assert chances["a"] == pytest.approx(0.5, abs=0.04)


def test_without_ballots_everybody_has_the_same_chance() -> None:
    assert cut_probabilities("top-three", [], "abcd", 3, seed=1) == dict.fromkeys("abcd", 0.75)


@pytest.mark.parametrize("rule_id", RULES)
@settings(repeatable, max_examples=3)
@given(data=st.data())
def test_the_probabilities_add_up_to_the_places(rule_id: str, data: st.DataObject) -> None:
    ballots = data.draw(st.lists(DRAWN[RULES[rule_id].ballot_kind], min_size=1, max_size=8))
    chances = cut_probabilities(rule_id, ballots, OPTIONS, 2, seed=1)
    assert sum(chances.values()) == pytest.approx(2)


def test_points_are_added_up_for_all_samples_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a full room takes a fraction of a second."""
    monkeypatch.setattr(stability, "_recount", None)
    chance = random.Random(1)
    ballots = [RankedBallot(tuple(chance.sample(range(8), 3))) for _ in range(500)]
    chances = cut_probabilities("top-three", ballots, range(8), 3, seed=1)
    assert sum(chances.values()) == pytest.approx(3)
