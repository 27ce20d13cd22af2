"""Our rules compared with other implementations; `make_vectors.py` creates the files."""

import json
from pathlib import Path
from typing import Any

import pytest

from polling.voting import ApprovalBallot, Outcome, RankedBallot, count

Case = dict[str, Any]

VECTORS = Path(__file__).parent / "vectors"
RANKINGS: list[Case] = json.loads((VECTORS / "rankings.json").read_text())
APPROVALS: list[Case] = json.loads((VECTORS / "approvals.json").read_text())


def ballots_of(case: Case) -> list[RankedBallot]:
    return [RankedBallot(tuple(ranking), weight=voters) for voters, ranking in case["ballots"]]


def counted(rule_id: str, case: Case, places: int = 1) -> Outcome:
    options = tuple(range(case["options"]))
    return count(rule_id, ballots_of(case), options, places, tie_policy="refuse")


def tiers(outcome: Outcome) -> list[set[object]]:
    ranks = sorted({standing.rank for standing in outcome.standings})
    return [{s.option for s in outcome.standings if s.rank == rank} for rank in ranks]


def with_answer(rule_id: str) -> list[Case]:
    return [case for case in RANKINGS if case.get(rule_id) is not None]


def test_borda_gives_the_same_scores() -> None:
    for case in with_answer("borda"):
        scores = {s.option: s.score for s in counted("borda", case).standings}
        assert [scores[option] for option in range(case["options"])] == case["borda"]


@pytest.mark.parametrize("rule_id", ["schulze", "instant-runoff"])
def test_the_same_options_come_first_also_where_they_tie(rule_id: str) -> None:
    for case in with_answer(rule_id):
        assert tiers(counted(rule_id, case))[0] == set(case[rule_id]), case


def test_kemeny_separates_options_exactly_where_all_best_orders_do() -> None:
    for case in with_answer("kemeny-orders"):
        separated, above = [], set[int]()
        for size in range(1, case["options"] + 1):
            tops = {frozenset(order[:size]) for order in case["kemeny-orders"]}
            if len(tops) == 1:
                (top,) = tops
                separated.append(set(top - above))
                above = set(top)
        assert tiers(counted("kemeny", case)) == separated, case


def test_without_ties_instant_runoff_elects_the_same_as_leaving_one_by_one() -> None:
    untied = [
        case
        for case in with_answer("instant-runoff-single")
        if all(len(tier) == 1 for tier in tiers(counted("instant-runoff", case)))
    ]
    assert len(untied) >= 46
    for case in untied:
        winners = counted("instant-runoff", case).winners
        assert winners == (case["instant-runoff-single"],), case


def test_equal_shares_finds_the_options_on_all_and_on_some_committees_that_may_be_elected() -> None:
    for case in APPROVALS:
        ballots = [ApprovalBallot(frozenset(a), weight=voters) for voters, a in case["ballots"]]
        options = tuple(range(case["options"]))
        outcome = count("equal-shares", ballots, options, case["places"], tie_policy="refuse")
        committees = [set(committee) for committee in case["equal-shares"]]
        certain = set.intersection(*committees)
        assert set(outcome.winners) == certain, case
        assert set(outcome.unresolved) == set.union(*committees) - certain, case
