"""What the disclosure check finds out about ballots, for a voter who knows one of them."""

import numpy as np
import pytest

from polling.privacy.disclosure_check import Puzzle, are_ballots_open, is_open

X = [1, 0, 0, 0]
NOTHING = [0, 0, 0, 0]


def exact(sector_of: list[int], marks: list[list[int]]) -> Puzzle:
    """A puzzle whose counts are all published as they are."""
    of, rows = np.array(sector_of), np.array(marks)
    counts = np.array([rows[of == at].sum(axis=0) for at in range(max(sector_of) + 1)])
    return Puzzle(of, rows, counts, counts)


@pytest.mark.parametrize("each, is_safe", [(1, False), (2, True)])
def test_the_only_other_ballot_that_could_swap_knows_that_it_did_not(
    each: int, is_safe: bool
) -> None:
    """One X in each sector: whoever cast the one knows where the other belongs."""
    one = [X] * each + [NOTHING] * 5
    assert are_ballots_open(exact([0] * len(one) + [1] * len(one), one * 2)) == is_safe


def test_a_third_equal_ballot_is_enough() -> None:
    sectors = [0] * 6 + [1] * 6 + [2] * 6
    assert are_ballots_open(exact(sectors, ([X] + [NOTHING] * 5) * 3))


def test_an_exact_count_is_not_open_although_all_ballots_are() -> None:
    puzzle = exact([0] * 6 + [1] * 6, ([X] * 3 + [NOTHING] * 3) * 2)
    assert are_ballots_open(puzzle)
    assert not is_open(puzzle)


def test_a_paper_ballot_that_no_sector_can_have_is_found() -> None:
    """In each sector, a fifth A, or one B or C fewer, would change a rounded number."""
    sector = [[1, 1, 0, 0]] * 2 + [[1, 0, 1, 0]] * 2 + [NOTHING] * 4
    least, most = [2, 2, 2, 0], [4, 4, 4, 1]
    phones = Puzzle(
        np.repeat([0, 1], 8), np.array(sector * 2), np.array([least] * 2), np.array([most] * 2)
    )
    assert are_ballots_open(phones)
    with_paper = Puzzle(
        np.array([*phones.sector_of, 2]),
        np.array([*phones.marks, [1, 0, 0, 1]]),
        np.array([least, least, [0] * 4]),
        np.array([most, most, [1] * 4]),
    )
    assert not are_ballots_open(with_paper)
