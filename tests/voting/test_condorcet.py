"""What Schulze and Kemeny have in common, and where they differ."""

from itertools import pairwise as neighbours
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting import InvalidContest, Number, OptionId, RankedBallot, count
from polling.voting.kemeny import fewest_contradictions
from polling.voting.pairwise import Pairwise, compare, condorcet_winner, top_cycle
from polling.voting.profile import Profile
from polling.voting.schulze import strongest_paths
from tests.voting.profiles import OPTIONS, TENNESSEE, ranked, rankings, repeatable

# Schulze's example (2011, section 3): 45 voters, five options, and a cycle.
SCHULZE = ranked(
    "5 A>C>B>E>D",
    "5 A>D>E>C>B",
    "8 B>E>D>A>C",
    "3 C>A>B>E>D",
    "7 C>A>E>B>D",
    "2 C>B>A>D>E",
    "7 D>C>E>B>A",
    "8 E>B>A>D>C",
)

every_method = pytest.mark.parametrize("rule_id", ["schulze", "kemeny"])


def compared(ballots: list[RankedBallot], options: tuple[OptionId, ...] = OPTIONS) -> Pairwise:
    return compare(Profile(options, tuple(ballots)))


def order(rule_id: str, ballots: list[RankedBallot], options: str) -> str:
    return ">".join(str(s.option) for s in count(rule_id, ballots, options, 1).standings)


@every_method
def test_the_capital_of_tennessee_is_nashville(rule_id: str) -> None:
    assert order(rule_id, TENNESSEE, "MNCK") == "N>C>K>M"


@every_method
def test_a_cycle_is_cut_at_its_weakest_win(rule_id: str) -> None:
    # a beats b by 7, b beats c by 5, and c beats a by 3 only.
    cycle = ranked("6 a>b>c", "5 b>c>a", "4 c>a>b")
    assert order(rule_id, cycle, "abc") == "a>b>c"


@every_method
@repeatable
@given(ballots=st.lists(rankings(), max_size=9))
def test_the_winners_are_in_the_top_cycle(rule_id: str, ballots: list[RankedBallot]) -> None:
    standings = count(rule_id, ballots, OPTIONS, places=1).standings
    first = {standing.option for standing in standings if standing.rank == 1}
    assert first <= set(top_cycle(compared(ballots)))


@every_method
@repeatable
@given(ballots=st.lists(rankings(), min_size=1, max_size=9))
def test_an_option_that_beats_all_others_wins_alone(
    rule_id: str, ballots: list[RankedBallot]
) -> None:
    winner = condorcet_winner(compared(ballots))
    if winner is not None:
        assert count(rule_id, ballots, OPTIONS, places=1).winners == (winner,)


@pytest.mark.parametrize("rule_id", ["schulze", "kemeny", "borda", "top-three"])
@repeatable
@given(ballots=st.lists(rankings(), min_size=1, max_size=7), data=st.data())
def test_monotonicity_raising_a_sole_winner_keeps_it_the_winner(
    rule_id: str, ballots: list[RankedBallot], data: st.DataObject
) -> None:
    standings = count(rule_id, ballots, OPTIONS, places=1).standings
    if standings[1].rank == 1:
        return
    winner = standings[0].option
    index = data.draw(st.integers(0, len(ballots) - 1))
    others = tuple(option for option in ballots[index].ranking if option != winner)
    ballots[index] = RankedBallot((winner, *others))
    assert count(rule_id, ballots, OPTIONS, places=1).winners == (winner,)


def test_schulze_orders_his_own_example_as_he_does() -> None:
    assert order("schulze", SCHULZE, "ABCDE") == "E>A>C>B>D"


def test_the_strongest_paths_of_his_example_are_those_that_he_prints() -> None:
    # He gives the votes for the weakest win, of 45; we use its margin.
    strength = strongest_paths(compared(SCHULZE, tuple("ABCDE")))
    printed = {"AB": 28, "AC": 28, "AD": 30, "AE": 24, "BA": 25, "EA": 25, "EC": 28, "CE": 24}
    assert {pair: (strength[pair[0], pair[1]] + 45) / 2 for pair in printed} == printed


def _downwards(row: tuple[OptionId, ...]) -> list[tuple[OptionId, OptionId]]:
    return [(row[i], row[j]) for i in range(len(row)) for j in range(i + 1, len(row))]


def test_the_best_order_of_the_cities_contradicts_the_voters_207_times() -> None:
    fewest = fewest_contradictions(compared(TENNESSEE, tuple("MNCK")))
    assert fewest[frozenset("MNCK")] == 600 - 393


@repeatable
@given(st.lists(rankings("abcd"), max_size=9))
def test_kemeny_finds_what_trying_every_order_finds(ballots: list[RankedBallot]) -> None:
    pairwise = compared(ballots, tuple("abcd"))

    def contradictions(row: tuple[str, ...]) -> Number:
        return sum(pairwise.preferring[below, above] for above, below in _downwards(row))

    tried = {row: contradictions(row) for row in permutations("abcd")}
    assert fewest_contradictions(pairwise)[frozenset("abcd")] == min(tried.values())


def test_kemeny_takes_eight_options_and_no_more() -> None:
    assert count("kemeny", [RankedBallot((3, 1))], range(8), places=1).winners == (3,)
    with pytest.raises(InvalidContest, match="up to 8 options"):
        count("kemeny", [], range(9), places=1)


@every_method
def test_scores_are_head_to_head_wins(rule_id: str) -> None:
    standings = count(rule_id, TENNESSEE, "MNCK", places=1).standings
    assert [standing.score for standing in standings] == [3, 2, 1, 0]
    assert all(above.rank < below.rank for above, below in neighbours(standings))
