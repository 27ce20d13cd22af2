"""Bad Wi-Fi for a short time, with phones less patient than real ones."""

import pytest

from tests.faults import drops
from tests.faults.hall import Hall


def test_everything_is_acknowledged_once_the_air_is_clear_and_counts_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drops, "SOCKET_SECONDS", 0.5)
    monkeypatch.setattr(drops, "HTTP_SECONDS", 0.5)
    monkeypatch.setattr(drops, "THINK_SECONDS", 0.3)
    monkeypatch.setattr(drops.DroppingVoter, "pause", 0.2)
    done = hall.run(drops.drops(hall, seed=1, phones=10, seconds=1.5))
    assert done.wrong == []
    assert min(done.air.dropped, done.log.acked) > 0
