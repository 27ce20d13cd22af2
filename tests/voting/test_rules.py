import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting import (
    RULES,
    Abstention,
    ApprovalBallot,
    InvalidBallot,
    InvalidContest,
    OptionId,
    PointsBallot,
    RankedBallot,
    ScoreBallot,
    count,
)
from polling.voting.ballots import MarkedBallot
from tests.voting.profiles import DRAWN, OPTIONS, ranked, repeatable

every_rule = pytest.mark.parametrize("rule_id", RULES)


def drawn_ballots(data: st.DataObject, rule_id: str) -> list[MarkedBallot]:
    return data.draw(st.lists(DRAWN[RULES[rule_id].ballot_kind], max_size=8))


def renamed(ballot: MarkedBallot, names: dict[OptionId, OptionId]) -> MarkedBallot:
    match ballot:
        case RankedBallot(ranking):
            return RankedBallot(tuple(names[option] for option in ranking))
        case ApprovalBallot(approved):
            return ApprovalBallot(frozenset(names[option] for option in approved))
        case ScoreBallot(scores):
            return ScoreBallot({names[option]: score for option, score in scores.items()})
        case PointsBallot(points):
            return PointsBallot({names[option]: spent for option, spent in points.items()})


@every_rule
@repeatable
@given(data=st.data())
def test_anonymity_the_order_of_the_ballots_changes_nothing(
    rule_id: str, data: st.DataObject
) -> None:
    ballots = drawn_ballots(data, rule_id)
    shuffled = data.draw(st.permutations(ballots))
    assert count(rule_id, shuffled, OPTIONS, 2) == count(rule_id, ballots, OPTIONS, 2)


@every_rule
@repeatable
@given(data=st.data())
def test_neutrality_renaming_the_options_renames_the_winners(
    rule_id: str, data: st.DataObject
) -> None:
    ballots = drawn_ballots(data, rule_id)
    names: dict[OptionId, OptionId] = dict(
        zip(OPTIONS, data.draw(st.permutations(OPTIONS)), strict=True)
    )
    before = count(rule_id, ballots, OPTIONS, 2)
    after = count(rule_id, [renamed(ballot, names) for ballot in ballots], OPTIONS, 2)
    assert set(after.winners) == {names[option] for option in before.winners}
    assert {standing.option: standing.rank for standing in after.standings} == {
        names[standing.option]: standing.rank for standing in before.standings
    }


@every_rule
@repeatable
@given(data=st.data())
def test_the_order_of_the_options_decides_nothing(rule_id: str, data: st.DataObject) -> None:
    ballots = drawn_ballots(data, rule_id)
    shuffled = tuple(data.draw(st.permutations(OPTIONS)))
    winners = count(rule_id, ballots, OPTIONS, 2).winners
    assert set(count(rule_id, ballots, shuffled, 2).winners) == set(winners)


@every_rule
@repeatable
@given(data=st.data())
def test_an_abstention_counts_for_turnout_only(rule_id: str, data: st.DataObject) -> None:
    ballots = drawn_ballots(data, rule_id)
    without = count(rule_id, ballots, OPTIONS, 2)
    with_two = count(rule_id, [*ballots, Abstention(), Abstention()], OPTIONS, 2)
    assert (with_two.ballots, with_two.abstentions) == (without.ballots, 2)
    assert (with_two.winners, with_two.standings) == (without.winners, without.standings)


@every_rule
@repeatable
@given(data=st.data())
def test_every_place_is_filled_unless_options_that_nobody_names_would_fill_it(
    rule_id: str, data: st.DataObject
) -> None:
    ballots = drawn_ballots(data, rule_id)
    named = frozenset().union(*(ballot.named for ballot in ballots))
    assert len(count(rule_id, ballots, OPTIONS, 2).winners) >= min(2, len(named))


@every_rule
@repeatable
@given(data=st.data())
def test_a_lot_fills_exactly_the_places(rule_id: str, data: st.DataObject) -> None:
    ballots = drawn_ballots(data, rule_id)
    outcome = count(rule_id, ballots, OPTIONS, 2, tie_policy="lot", seed=7)
    assert (len(outcome.winners), outcome.unresolved) == (2, ())


@every_rule
@repeatable
@given(data=st.data())
def test_a_refusal_never_admits_more_than_the_places(rule_id: str, data: st.DataObject) -> None:
    ballots = drawn_ballots(data, rule_id)
    outcome = count(rule_id, ballots, OPTIONS, 2, tie_policy="refuse")
    assert len(outcome.winners) <= 2
    assert (len(outcome.winners) < 2) == bool(outcome.unresolved)


@every_rule
def test_with_no_ballots_nobody_makes_the_cut(rule_id: str) -> None:
    assert count(rule_id, [], OPTIONS, 2).winners == ()


@every_rule
def test_with_places_for_all_everybody_makes_the_cut(rule_id: str) -> None:
    assert set(count(rule_id, [], OPTIONS, 9).winners) == set(OPTIONS)


def test_ballots_of_another_kind_are_refused() -> None:
    with pytest.raises(InvalidBallot, match="takes approval ballots, not ranking ballots"):
        count("approval", ranked("1 a>b"), OPTIONS, 1)


def test_unknown_options_are_refused() -> None:
    with pytest.raises(InvalidBallot, match="not in the contest"):
        count("top-three", ranked("1 a>z"), OPTIONS, 1)


def test_options_that_read_the_same_are_refused() -> None:
    with pytest.raises(InvalidContest, match="the same id"):
        count("top-three", [], (1, "1"), 1)


def test_a_contest_without_places_is_refused() -> None:
    with pytest.raises(InvalidContest, match="at least one place"):
        count("top-three", [], OPTIONS, 0)


def test_a_weight_of_three_counts_as_three_ballots() -> None:
    weighted = count("top-three", [RankedBallot(("a", "b"), weight=3)], OPTIONS, 1)
    assert weighted.standings == count("top-three", ranked("3 a>b"), OPTIONS, 1).standings


def test_ids_may_be_numbers() -> None:
    shuffled = random.Random(1).sample(range(8), 8)
    assert count("top-three", [RankedBallot((5, 3, 1))], shuffled, 3).winners == (5, 3, 1)
