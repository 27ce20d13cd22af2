from collections.abc import Iterable
from functools import cache
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.voting import (
    ApprovalBallot,
    BallotKind,
    PointsBallot,
    RankedBallot,
    ScoreBallot,
    count,
)
from polling.voting.ballots import MAX_SCORE, POINTS_TO_SPEND, Number, OptionId
from polling.voting.margin import Margin, closest_margin
from polling.voting.outcome import Outcome
from polling.voting.rules import OFFERED
from tests.voting.profiles import approving, ranked, repeatable

ADDITIVE = [rule.id for rule in OFFERED.values() if rule.additive]
Points = tuple[Number, ...]


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


def test_a_ballot_that_ranks_few_options_favours_one_less_under_borda() -> None:
    # b leads a by 2. A ballot that ranks three of eight options puts a ahead of b by at most 5, so
    # no single change is enough.
    ballots = [RankedBallot(tuple(row)) for row in ("bda", "abg", "gba", "hbf", "dbf")]
    outcome = count("borda", ballots, "abcdefgh", places=1)
    margin = closest_margin(ballots, "abcdefgh", outcome, most=3)
    assert margin is not None
    assert margin.to_overtake == 2
    assert not can_overtake(outcome, ballots, changes=1, most=3)


@cache
def possible(rule_id: str, options: str, most: int) -> list[Any]:
    """Ballots that name up to `most` options: all of them, or all with some of the marks."""
    kind, sizes = OFFERED[rule_id].ballot_kind, range(most + 1)
    if kind is BallotKind.RANKING:
        return [RankedBallot(row) for size in sizes for row in permutations(options, size)]
    named = [row for size in sizes for row in combinations(options, size)]
    if kind is BallotKind.APPROVAL:
        return [ApprovalBallot(frozenset(row)) for row in named]
    marks = (0, 4, MAX_SCORE) if kind is BallotKind.SCORE else (0, 40, POINTS_TO_SPEND)
    marked: list[dict[OptionId, int]] = [
        dict(zip(row, given, strict=True))
        for row in named
        for given in product(marks, repeat=len(row))
    ]
    if kind is BallotKind.SCORE:
        return [ScoreBallot(one) for one in marked]
    return [PointsBallot(one) for one in marked if sum(one.values()) <= POINTS_TO_SPEND]


def points_of(rule_id: str, ballots: Iterable[Any], options: str) -> list[Points]:
    """The points that each ballot gives to the options."""
    additive = OFFERED[rule_id].additive
    assert additive is not None
    given = (additive.points(ballot, tuple(options)) for ballot in ballots)
    return [tuple(one.get(option, 0) for option in options) for one in given]


def can_overtake(outcome: Outcome, ballots: list[Any], *, changes: int, most: int) -> bool:
    """Whether an option overtakes a winner after some change of so many ballots."""
    options = "".join(sorted(str(standing.option) for standing in outcome.standings))
    inside = [at for at, option in enumerate(options) if option in outcome.winners]
    outside = [at for at, option in enumerate(options) if option not in outcome.winners]
    cast = points_of(outcome.rule, ballots, options)
    others = set(points_of(outcome.rule, possible(outcome.rule, options, most), options))
    sums = (
        [sum(column) for column in zip(*kept, *changed, strict=True)]
        for kept in set(combinations(cast, len(cast) - changes))
        for changed in combinations_with_replacement(others, changes)
    )
    return any(max(one[at] for at in outside) > min(one[at] for at in inside) for one in sums)


@pytest.mark.parametrize("rule_id", ADDITIVE)
@pytest.mark.parametrize("options", ["ab", "abc", "abcd"])
def test_no_ballot_puts_an_option_further_ahead_than_the_rule_says(
    rule_id: str, options: str
) -> None:
    additive = OFFERED[rule_id].additive
    assert additive is not None
    for most in range(1, len(options) + 1):
        points = points_of(rule_id, possible(rule_id, options, most), options)
        assert additive.widest(len(options), most) == max(max(one) - min(one) for one in points)


@pytest.mark.parametrize("rule_id", ADDITIVE)
@settings(repeatable, max_examples=100)
@given(data=st.data())
def test_no_fewer_changed_ballots_put_anybody_ahead(rule_id: str, data: st.DataObject) -> None:
    options = data.draw(st.sampled_from(["abc", "abcd"]))
    most, places = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 2))
    one = st.sampled_from(possible(rule_id, options, most))
    ballots = data.draw(st.lists(one, min_size=1, max_size=3))
    outcome = count(rule_id, ballots, options, places)
    margin = closest_margin(ballots, options, outcome, most=most)
    if margin is None:
        assert len(outcome.winners) in (0, len(options))
        return
    needed = margin.to_overtake
    assert not can_overtake(outcome, ballots, changes=needed - 1, most=most)
    assert can_overtake(outcome, ballots, changes=needed, most=most)
