"""The proportional rules: groups get their share, whatever the tie policy has to settle."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting import ApprovalBallot, OptionId, Outcome, RankedBallot, count
from tests.voting.profiles import OPTIONS, approvals, approving, ranked, rankings, repeatable

# Two of three voters like a to d, the third likes e to h.
PARTIES = approving("40 abcd", "20 efgh")

every_rule = pytest.mark.parametrize("rule_id", ["sequential-pav", "equal-shares"])


def groups_of(ballots: list[ApprovalBallot], size: float) -> Iterator[tuple[ApprovalBallot, ...]]:
    for members in range(1, len(ballots) + 1):
        if members >= size:
            yield from combinations(ballots, members)


def drawn(rule_id: str, ballots: list[ApprovalBallot], places: int) -> Outcome:
    return count(rule_id, ballots, OPTIONS, places, tie_policy="lot", seed=1)


@every_rule
def test_two_thirds_of_the_voters_get_two_thirds_of_the_places(rule_id: str) -> None:
    winners = count(rule_id, PARTIES, "abcdefgh", 6, tie_policy="lot", seed=3).winners
    assert sum(winner in "abcd" for winner in map(str, winners)) == 4


@every_rule
def test_a_tie_that_makes_no_difference_is_not_reported(rule_id: str) -> None:
    outcome = count(rule_id, PARTIES, "abcdefgh", places=8, tie_policy="refuse")
    assert (len(outcome.winners), outcome.ties) == (8, ())


@every_rule
def test_options_with_the_same_supporters_are_admitted_together(rule_id: str) -> None:
    outcome = count(rule_id, approving("4 ab", "2 c"), "abcd", places=1)
    assert outcome.winners == ("a", "b")
    assert outcome.ties[0].options == ("a", "b")


@every_rule
def test_a_tie_among_many_alike_is_found_at_once(rule_id: str) -> None:
    outcome = count(rule_id, [ApprovalBallot(frozenset(range(30)))], range(40), places=15)
    assert outcome.winners == tuple(range(30))


@every_rule
def test_a_committee_is_ranked_as_a_whole(rule_id: str) -> None:
    standings = count(rule_id, approving("5 ab", "3 c", "1 d"), "abcd", places=3).standings
    assert [(s.option, s.rank, s.score) for s in standings] == [
        ("a", 1, 5),
        ("b", 1, 5),
        ("c", 1, 3),
        ("d", 4, 1),
    ]


@every_rule
@repeatable
@given(ballots=st.lists(approvals(), min_size=1, max_size=6), places=st.integers(1, 4))
def test_justified_representation(rule_id: str, ballots: list[ApprovalBallot], places: int) -> None:
    winners = frozenset(drawn(rule_id, ballots, places).winners)
    for group in groups_of(ballots, len(ballots) / places):
        if frozenset.intersection(*(ballot.approved for ballot in group)):
            assert any(ballot.approved & winners for ballot in group)


@repeatable
@given(ballots=st.lists(approvals(), min_size=1, max_size=6), places=st.integers(1, 4))
def test_extended_justified_representation_by_equal_shares(
    ballots: list[ApprovalBallot], places: int
) -> None:
    winners = frozenset(drawn("equal-shares", ballots, places).winners)
    for share in range(1, places + 1):
        for group in groups_of(ballots, share * len(ballots) / places):
            if len(frozenset.intersection(*(ballot.approved for ballot in group))) >= share:
                assert max(len(ballot.approved & winners) for ballot in group) >= share


def test_stv_elects_chocolate_oranges_and_strawberries() -> None:
    # 20 votes for three places make a quota of 5. Chocolate's 7 too many lift strawberries over
    # it; pears leave and lift oranges over it.
    ballots = ranked("4 O", "2 P>O", "8 C>S", "4 C>H", "1 S", "1 H")
    outcome = count("stv", ballots, "OPCSH", places=3, tie_policy="refuse")
    assert set(outcome.winners) == set("COS")


def test_stv_leaves_a_tie_for_the_last_place_to_the_organizer() -> None:
    outcome = count("stv", ranked("4 a", "1 b", "1 c"), "abcd", places=2, tie_policy="refuse")
    assert (outcome.winners, outcome.unresolved) == (("a",), ("b", "c"))


def test_stv_asks_head_to_head_who_of_the_last_stays() -> None:
    # b and c are last with 3 votes each. More voters prefer c, so b leaves, and c overtakes a.
    outcome = count("stv", ranked("4 a", "1 a>c", "3 b>c", "3 c"), "abc", places=1)
    assert outcome.winners == ("c",)


@repeatable
@given(
    ballots=st.lists(st.permutations(OPTIONS), min_size=1, max_size=9),
    places=st.integers(1, 3),
    seed=st.integers(0, 5),
)
def test_stv_is_proportional_for_solid_coalitions(
    ballots: list[list[OptionId]], places: int, seed: int
) -> None:
    cast = [RankedBallot(tuple(ranking)) for ranking in ballots]
    winners = set(count("stv", cast, OPTIONS, places, tie_policy="lot", seed=seed).winners)
    for size in range(1, len(OPTIONS)):
        for coalition in map(set, combinations(OPTIONS, size)):
            loyal = sum(set(ballot.ranking[:size]) == coalition for ballot in cast)
            quotas = max(
                q for q in range(places + 1) if q == 0 or loyal * (places + 1) > q * len(cast)
            )
            assert len(winners & coalition) >= min(quotas, size)


@repeatable
@given(st.lists(rankings(), min_size=1, max_size=9))
def test_stv_for_one_place_elects_whoever_most_put_first(ballots: list[RankedBallot]) -> None:
    firsts = [ballot.ranking[0] for ballot in ballots if ballot.ranking]
    for option in OPTIONS:
        if firsts.count(option) * 2 > len(firsts):
            assert count("stv", ballots, OPTIONS, places=1).winners == (option,)
