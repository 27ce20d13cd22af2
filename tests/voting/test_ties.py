from hashlib import sha256

import pytest

from polling.voting import InvalidContest, RankedBallot, StepName, Tie, TieStep, count
from tests.voting.profiles import approving, ranked

# a and b have 5 points each; two of the three ballots put b ahead of a.
B_BEATS_A = ranked("1 a", "1 b>a", "1 c>b")
# a and b have 3 points each, and cannot be separated.
EQUAL = ranked("1 a", "1 b")


def test_no_tie_is_reported_when_all_of_the_tied_make_the_cut() -> None:
    outcome = count("top-three", EQUAL, "abcd", places=2)
    assert (outcome.winners, outcome.ties) == (("a", "b"), ())


def test_tied_options_share_a_rank_and_the_next_rank_is_left_out() -> None:
    outcome = count("approval", approving("2 ab", "1 c"), "abcd", places=1)
    assert [(standing.option, standing.rank) for standing in outcome.standings] == [
        ("a", 1),
        ("b", 1),
        ("c", 3),
        ("d", 4),
    ]


def test_head_to_head_settles_a_tie_first() -> None:
    outcome = count("top-three", B_BEATS_A, "abc", places=1)
    step = TieStep(StepName.HEAD_TO_HEAD, ("b",), ("a",), (), (("a", 0), ("b", 1)))
    assert outcome.ties == (Tie(("a", "b"), 1, ("b",), (), (step,)),)
    assert outcome.winners == ("b",)


def test_first_places_settle_a_drawn_head_to_head() -> None:
    outcome = count("top-three", ranked("1 a>b", "1 c>b>a"), "abc", places=1)
    assert [(step.name, step.advanced) for step in outcome.ties[0].steps] == [
        (StepName.HEAD_TO_HEAD, ()),
        (StepName.FIRST_PLACES, ("a",)),
    ]


def test_options_that_nothing_tells_apart_are_all_admitted() -> None:
    outcome = count("top-three", EQUAL, "abc", places=1)
    assert outcome.winners == ("a", "b")
    assert outcome.ties[0].steps[-1] == TieStep(StepName.ADMIT_ALL, ("a", "b"), (), ())


def test_a_cycle_of_three_is_admitted_whole() -> None:
    cycle = ranked("1 a>b>c", "1 b>c>a", "1 c>a>b")
    assert count("top-three", cycle, "abc", places=1).winners == ("a", "b", "c")


def test_options_that_no_ballot_names_are_never_admitted_by_a_tie() -> None:
    outcome = count("top-three", ranked("2 a>b"), "abcd", places=3)
    assert outcome.winners == ("a", "b")
    assert outcome.ties[0].steps[-1].dropped == ("c", "d")


def test_a_tie_that_a_step_narrows_begins_again_with_head_to_head() -> None:
    # a, c and d have 4 points each and beat each other in a cycle. Nobody puts c first; then
    # d, whom two of three ballots prefer to a, gets the place.
    ballots = ranked("1 a>c>b", "1 d>b>a", "1 b>c>d")
    outcome = count("top-three", ballots, "abcd", places=2)
    assert outcome.winners == ("b", "d")
    assert [(s.name, s.dropped, s.still_tied) for s in outcome.ties[0].steps] == [
        (StepName.HEAD_TO_HEAD, (), ("a", "c", "d")),
        (StepName.FIRST_PLACES, ("c",), ("a", "d")),
        (StepName.HEAD_TO_HEAD, ("a",), ()),
    ]


def test_a_shared_first_place_on_an_approval_ballot_is_not_a_first_place() -> None:
    outcome = count("approval", approving("1 ac", "1 b", "1 c"), "abc", places=2)
    assert outcome.winners == ("c", "b")
    assert outcome.ties[0].steps[-1].values == (("a", 0), ("b", 1))


def test_a_refused_tie_is_left_to_the_organizer() -> None:
    outcome = count("top-three", B_BEATS_A, "abc", places=1, tie_policy="refuse")
    assert (outcome.winners, outcome.unresolved) == ((), ("a", "b"))
    assert [step.name for step in outcome.ties[0].steps] == [StepName.REFUSE]


def test_a_lot_can_be_checked_by_anybody_who_knows_the_seed() -> None:
    outcome = count("top-three", EQUAL, "abc", places=1, tie_policy="lot", seed="dice 6 2 5")
    lots = {option: sha256(f"dice 6 2 5:{option}".encode()).hexdigest() for option in "ab"}
    assert outcome.winners == (min(lots, key=lots.__getitem__),)


def test_lots_fall_on_every_option_in_turn() -> None:
    winners = [
        count("top-three", EQUAL, "ab", places=1, tie_policy="lot", seed=seed).winners[0]
        for seed in range(1000)
    ]
    assert 450 < winners.count("a") < 550


@pytest.mark.parametrize(
    "policy, seed", [("lot", None), ("default", 7)], ids=["lot-without", "default-with"]
)
def test_a_seed_goes_with_a_lot_and_with_nothing_else(policy: str, seed: int | None) -> None:
    with pytest.raises(InvalidContest, match="seed"):
        count("top-three", [RankedBallot(("a",))], "abc", 1, tie_policy=policy, seed=seed)


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="coin"):
        count("top-three", EQUAL, "ab", places=1, tie_policy="coin")
