"""The revision rule for everything that phones resend."""

import pytest

from polling.contests.casting.idempotency import ROUND, Arrival, arrival, first_of_next_round


@pytest.mark.parametrize(
    "revision, stored, same, came",
    [
        pytest.param(1, 0, False, Arrival.NEW, id="the first"),
        pytest.param(3, 2, False, Arrival.NEW, id="a change"),
        pytest.param(3, 2, True, Arrival.NEW, id="the same as a change"),
        pytest.param(2, 2, True, Arrival.KNOWN, id="a retry"),
        pytest.param(1, 2, False, Arrival.KNOWN, id="overtaken on the way"),
        pytest.param(2, 2, False, Arrival.STALE, id="another one under the same number"),
        pytest.param(2, ROUND, True, Arrival.KNOWN, id="a retry after a reopening"),
        pytest.param(2, ROUND, False, Arrival.STALE, id="an earlier one after a reopening"),
        pytest.param(ROUND + 1, ROUND, False, Arrival.NEW, id="a change after a reopening"),
        pytest.param(ROUND, 2, False, Arrival.STALE, id="from before the database was restored"),
    ],
)
def test_what_comes_is_new_known_or_stale(
    revision: int, stored: int, same: bool, came: Arrival
) -> None:
    assert arrival(revision, stored, same=same) is came


@pytest.mark.parametrize("highest, first", [(0, ROUND), (5, ROUND), (ROUND + 5, 2 * ROUND)])
def test_a_round_begins_above_all_revisions_of_the_last(highest: int, first: int) -> None:
    assert first_of_next_round(highest) == first
