"""Equal shares is proportional: groups get their share under every tie policy."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from polling.voting import ApprovalBallot, Outcome, count
from tests.voting.profiles import OPTIONS, approvals, approving, repeatable

# Two of three voters like a to d, the third likes e to h.
PARTIES = approving("40 abcd", "20 efgh")


def groups_of(ballots: list[ApprovalBallot], size: float) -> Iterator[tuple[ApprovalBallot, ...]]:
    for members in range(1, len(ballots) + 1):
        if members >= size:
            yield from combinations(ballots, members)


def drawn(ballots: list[ApprovalBallot], places: int) -> Outcome:
    return count("equal-shares", ballots, OPTIONS, places, tie_policy="lot", seed=1)


def test_two_thirds_of_the_voters_get_two_thirds_of_the_places() -> None:
    winners = count("equal-shares", PARTIES, "abcdefgh", 6, tie_policy="lot", seed=3).winners
    assert sum(winner in "abcd" for winner in map(str, winners)) == 4


def test_a_tie_that_makes_no_difference_is_not_reported() -> None:
    outcome = count("equal-shares", PARTIES, "abcdefgh", places=8, tie_policy="refuse")
    assert (len(outcome.winners), outcome.ties) == (8, ())


def test_options_with_the_same_supporters_are_admitted_together() -> None:
    outcome = count("equal-shares", approving("4 ab", "2 c"), "abcd", places=1)
    assert outcome.winners == ("a", "b")
    assert outcome.ties[0].options == ("a", "b")


def test_a_tie_among_many_alike_is_found_at_once() -> None:
    outcome = count("equal-shares", [ApprovalBallot(frozenset(range(30)))], range(40), places=15)
    assert outcome.winners == tuple(range(30))


def test_a_committee_is_ranked_as_a_whole() -> None:
    standings = count("equal-shares", approving("5 ab", "3 c", "1 d"), "abcd", places=3).standings
    assert [(s.option, s.rank, s.score) for s in standings] == [
        ("a", 1, 5),
        ("b", 1, 5),
        ("c", 1, 3),
        ("d", 4, 1),
    ]


@repeatable
@given(ballots=st.lists(approvals(), min_size=1, max_size=6), places=st.integers(1, 4))
def test_justified_representation(ballots: list[ApprovalBallot], places: int) -> None:
    winners = frozenset(drawn(ballots, places).winners)
    for group in groups_of(ballots, len(ballots) / places):
        if frozenset.intersection(*(ballot.approved for ballot in group)):
            assert any(ballot.approved & winners for ballot in group)


@repeatable
@given(ballots=st.lists(approvals(), min_size=1, max_size=6), places=st.integers(1, 4))
def test_extended_justified_representation(ballots: list[ApprovalBallot], places: int) -> None:
    winners = frozenset(drawn(ballots, places).winners)
    for share in range(1, places + 1):
        for group in groups_of(ballots, share * len(ballots) / places):
            if len(frozenset.intersection(*(ballot.approved for ballot in group))) >= share:
                assert max(len(ballot.approved & winners) for ballot in group) >= share
