"""Bad Wi-Fi for a short time, with phones less patient than real ones."""

import pytest

from tests.faults import packet_loss
from tests.faults.voting_room import Hall


def test_everything_is_acknowledged_once_the_air_is_clear_and_counts_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packet_loss, "SOCKET_SECONDS", 0.5)
    monkeypatch.setattr(packet_loss, "HTTP_SECONDS", 0.5)
    monkeypatch.setattr(packet_loss, "THINK_SECONDS", 0.3)
    monkeypatch.setattr(packet_loss.DroppingVoter, "pause", 0.2)
    done = hall.run(packet_loss.drops(hall, seed=1, phones=10, seconds=1.5))
    assert done.wrong == []
    assert min(done.air.dropped, done.log.acked) > 0
