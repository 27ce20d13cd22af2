"""A short run of the hostile crowd."""

import pytest

from tests.faults import hostile_payloads
from tests.faults.voting_room import Hall


def test_hostile_payloads_are_refused_and_cost_neither_an_error_nor_memory(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile_payloads, "ACK_SECONDS", 0.5)  # invalid ballots may get no ack
    done = hall.run(hostile_payloads.hostile(hall, seed=1, payloads=200))
    assert done.wrong == []
    assert sum(done.sent.values()) == 200
