from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polling.voting import ApprovalBallot, InvalidContest, OptionId, StepName, count
from polling.voting.margin import Margin, closest_margin
from polling.voting.stability import cut_probabilities
from tests.voting.profiles import OPTIONS, approvals, approving, repeatable

BALLOTS = st.lists(approvals(), min_size=1, max_size=9)


def more_than_chosen(ballots: list[ApprovalBallot], extra: list[int]) -> dict[OptionId, int]:
    chosen: dict[OptionId, int] = {
        o: sum(o in ballot.approved for ballot in ballots) for o in OPTIONS
    }
    return {option: chosen[option] + more for option, more in zip(OPTIONS, extra, strict=True)}


def test_the_same_approvals_of_fewer_voters_stand_first() -> None:
    ballots = approving("5 ab", "1 c")
    outcome = count("approval-share", ballots, "abc", 1, able={"a": 10, "b": 9, "c": 10})
    assert outcome.winners == ("b",)
    assert [(s.option, s.rank, s.score) for s in outcome.standings] == [
        ("b", 1, Fraction(5, 9)),
        ("a", 2, Fraction(1, 2)),
        ("c", 3, Fraction(1, 10)),
    ]


def test_equal_shares_are_not_compared_two_by_two_but_both_let_in() -> None:
    # Head to head, a would win by 6 ballots to 5, only because more people could choose it.
    outcome = count("approval-share", approving("6 a", "5 b"), "ab", 1, able={"a": 12, "b": 10})
    assert outcome.winners == ("a", "b")
    assert [step.name for tie in outcome.ties for step in tie.steps] == [StepName.ADMIT_ALL]


def test_a_lot_and_a_refusal_are_what_they_are_for_every_rule() -> None:
    able: dict[OptionId, int] = {"a": 12, "b": 10}
    for policy, seed, winners in [("lot", "9", 1), ("refuse", None, 0)]:
        outcome = count(
            "approval-share",
            approving("6 a", "5 b"),
            "ab",
            1,
            tie_policy=policy,
            seed=seed,
            able=able,
        )
        assert len(outcome.winners) == winners


def test_what_nobody_could_choose_comes_last() -> None:
    outcome = count("approval-share", approving("1 a"), "ab", 1, able={"a": 1, "b": 0})
    assert [(s.option, s.score) for s in outcome.standings] == [("a", 1), ("b", 0)]


def test_more_approvals_than_voters_cannot_be_counted() -> None:
    with pytest.raises(InvalidContest, match="more approvals than voters"):
        count("approval-share", approving("2 a"), "ab", 1, able={"a": 1, "b": 2})


@repeatable
@given(ballots=BALLOTS, extra=st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_the_order_is_that_of_the_exact_shares(
    ballots: list[ApprovalBallot], extra: list[int]
) -> None:
    able = more_than_chosen(ballots, extra)
    outcome = count("approval-share", ballots, OPTIONS, 2, able=able)
    shares = {o: Fraction(sum(o in b.approved for b in ballots), able[o] or 1) for o in OPTIONS}
    assert {s.option: s.rank for s in outcome.standings} == {
        o: 1 + sum(other > shares[o] for other in shares.values()) for o in OPTIONS
    }


@repeatable
@given(ballots=BALLOTS, extra=st.lists(st.integers(1, 4), min_size=5, max_size=5))
def test_monotonicity_one_more_approval_never_costs_a_place(
    ballots: list[ApprovalBallot], extra: list[int]
) -> None:
    able = more_than_chosen(ballots, extra)
    before = count("approval-share", ballots, OPTIONS, 2, able=able)
    assume(any(ballot.approved for ballot in ballots))
    raised = next((b for b in ballots if before.winners[0] not in b.approved), None)
    assume(raised is not None)
    after = [
        ApprovalBallot(b.approved | {before.winners[0]}) if b is raised else b for b in ballots
    ]
    assert before.winners[0] in count("approval-share", after, OPTIONS, 2, able=able).winners


@repeatable
@given(ballots=BALLOTS)
def test_with_equal_denominators_it_is_approval(ballots: list[ApprovalBallot]) -> None:
    able: dict[OptionId, int] = dict.fromkeys(OPTIONS, len(ballots))
    by_share = count("approval-share", ballots, OPTIONS, 2, able=able)
    by_sum = count("approval", ballots, OPTIONS, 2)
    assert set(by_sum.winners) <= set(by_share.winners)
    assert [s.rank for s in by_share.standings] == [s.rank for s in by_sum.standings]
    assert cut_probabilities("approval-share", ballots, OPTIONS, 2, seed=3, able=able) == (
        cut_probabilities("approval", ballots, OPTIONS, 2, seed=3)
    )
    if by_share.winners == by_sum.winners:
        margin = closest_margin(ballots, OPTIONS, by_share, able=able)
        assert margin == closest_margin(ballots, OPTIONS, by_sum)


def test_the_margin_counts_in_shares() -> None:
    # a leads by 8/10 to 6/12: a ballot that changes to b takes away 1/10 + 1/12 of the lead of
    # 3/10.
    ballots = approving("8 a", "6 b")
    able: dict[OptionId, int] = {"a": 10, "b": 12}
    outcome = count("approval-share", ballots, "ab", 1, able=able)
    assert closest_margin(ballots, "ab", outcome, able=able) == Margin("b", "a", 2, 2)


def test_in_new_draws_too_shares_decide() -> None:
    ballots = approving("40 a", "40 b", "20 c")
    chances = cut_probabilities(
        "approval-share", ballots, "abc", 1, seed=1, able={"a": 100, "b": 80, "c": 100}
    )
    assert chances["a"] < 0.2
    assert chances["b"] > 0.8
