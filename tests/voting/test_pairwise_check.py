from polling.voting import count
from polling.voting.pairwise_check import PairwiseCheck, check_pairwise
from tests.voting.profiles import TENNESSEE, ranked


def test_the_check_agrees_when_both_put_the_same_options_in_the_cut() -> None:
    official = count("top-three", TENNESSEE, "MNCK", places=1)
    assert check_pairwise(TENNESSEE, "MNCK", official) == PairwiseCheck(
        rule="kemeny", inside=("N",), tied=(), agrees=True, condorcet_winner="N", cycle=()
    )


def test_the_check_disagrees_when_another_option_beats_all() -> None:
    # Borda elects b, which is never last; most voters prefer a to it.
    ballots = ranked("3 a>b>c", "2 b>c>a")
    check = check_pairwise(ballots, "abc", count("borda", ballots, "abc", places=1))
    assert (check.inside, check.agrees, check.condorcet_winner) == (("a",), False, "a")


def test_the_check_leaves_a_cycle_open_and_agrees_with_any_part_of_it() -> None:
    ballots = ranked("1 a>b>c", "1 b>c>a", "1 c>a>b")
    official = count("top-three", ballots, "abc", places=1, tie_policy="lot", seed=1)
    check = check_pairwise(ballots, "abc", official)
    assert (check.inside, check.tied, check.agrees) == ((), ("a", "b", "c"), True)
    assert (check.condorcet_winner, check.cycle) == (None, ("a", "b", "c"))


def test_nine_options_are_too_many_for_kemeny_and_are_left_to_schulze() -> None:
    ballots = ranked("2 a>b", "1 b>a")
    official = count("top-three", ballots, "abcdefghi", places=2)
    check = check_pairwise(ballots, "abcdefghi", official)
    assert (check.rule, check.inside, check.agrees) == ("schulze", ("a", "b"), True)
