"""The revision rule for everything that phones resend."""

import pytest

from polling.contests.casting.idempotency import Arrival, arrival


@pytest.mark.parametrize(
    "revision, stored, same, came",
    [
        pytest.param(1, None, False, Arrival.NEW, id="at most"),
        pytest.param(3, 2, False, Arrival.NEW, id="a change"),
        pytest.param(3, 2, True, Arrival.NEW, id="the same as a change"),
        pytest.param(2, 2, True, Arrival.KNOWN, id="a retry"),
        pytest.param(1, 2, False, Arrival.KNOWN, id="overtaken on the way"),
        pytest.param(2, 2, False, Arrival.STALE, id="another one under the same number"),
    ],
)
def test_what_comes_is_new_known_or_stale(
    revision: int, stored: int | None, same: bool, came: Arrival
) -> None:
    assert arrival(revision, stored, same=same) is came
