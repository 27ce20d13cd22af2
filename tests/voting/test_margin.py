from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.voting import ApprovalBallot, OptionId, RankedBallot, ScoreBallot, count
from polling.voting.margin import Margin, closest_margin
from tests.voting.profiles import approving, ranked, rankings, repeatable

ANY_RANKING = [RankedBallot(row) for size in range(4) for row in permutations("abc", size)]


def margin_of(ballots: list[RankedBallot], options: str, places: int) -> Margin | None:
    return closest_margin(ballots, options, count("top-three", ballots, options, places))


def test_two_different_ballots_would_have_put_another_option_ahead() -> None:
    # a has 15 points, b 10 and c 3. Changing a ballot to put b first and leave out a turns a lead
    # of 1 into -3: after one change a leads by 1, after two b is ahead.
    assert margin_of(ranked("5 a>b", "1 c"), "abc", 1) == Margin("b", "a", 2, 2)


def test_a_tie_at_the_cut_that_was_settled_takes_no_ballot_to_tie_and_one_to_overtake() -> None:
    assert margin_of(ranked("1 a", "1 b>a", "1 c>b"), "abc", 1) == Margin("a", "b", 0, 1)


def test_the_ballots_that_make_the_largest_difference_are_changed_first() -> None:
    # b leads by 6: a changed ballot for b alone takes away 6, one for b and a 4.
    assert margin_of(ranked("2 b", "1 b>a", "1 a>b"), "ab", 1) == Margin("a", "b", 1, 2)


def test_no_margin_without_an_option_on_either_side() -> None:
    assert margin_of(ranked("1 a>b"), "ab", 2) is None


def test_no_margin_for_a_rule_that_does_not_add_up_points() -> None:
    ballots = ranked("2 a", "1 b")
    assert closest_margin(ballots, "ab", count("schulze", ballots, "ab", 1)) is None


def test_approvals_have_a_margin_too() -> None:
    ballots: list[ApprovalBallot] = approving("5 a", "2 b")
    outcome = count("approval", ballots, "ab", places=1)
    assert closest_margin(ballots, "ab", outcome) == Margin("b", "a", 2, 2)


@pytest.mark.parametrize("widest, changes", [(None, 1), (2, 2)], ids=["rule", "contest"])
def test_a_narrower_scale_takes_more_changes(widest: int | None, changes: int) -> None:
    ballots = [ScoreBallot({"a": 2, "b": 0})] * 3
    outcome = count("score", ballots, "ab", places=1)
    margin = closest_margin(ballots, "ab", outcome, widest=widest)
    assert margin is not None
    assert margin.to_overtake == changes


def overtaken(ballots: list[RankedBallot], winners: set[OptionId]) -> bool:
    scores = {s.option: s.score for s in count("top-three", ballots, "abc", 1).standings}
    return any(scores[o] > scores[w] for o in set(scores) - winners for w in winners)


@settings(repeatable, max_examples=25)
@given(st.lists(rankings("abc"), min_size=1, max_size=4), st.integers(1, 2))
def test_no_fewer_changed_ballots_put_anybody_ahead(
    ballots: list[RankedBallot], places: int
) -> None:
    outcome = count("top-three", ballots, "abc", places)
    margin = closest_margin(ballots, "abc", outcome)
    winners = set(outcome.winners)
    if margin is None:
        assert len(winners) in (0, 3)
        return
    fewer = [
        [*kept, *changed]
        for kept in combinations(ballots, len(ballots) - margin.to_overtake + 1)
        for changed in product(ANY_RANKING, repeat=margin.to_overtake - 1)
    ]
    enough = [
        [*kept, *changed]
        for kept in combinations(ballots, len(ballots) - margin.to_overtake)
        for changed in product(ANY_RANKING, repeat=margin.to_overtake)
    ]
    assert not any(overtaken(tried, winners) for tried in fewer)
    assert any(overtaken(tried, winners) for tried in enough)
