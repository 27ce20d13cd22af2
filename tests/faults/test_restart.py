"""The server crashes while a room waits."""

import pytest

from tests.faults import server_restart
from tests.faults.voting_room import Hall


def test_everybody_comes_back_to_the_right_page_and_no_ballot_is_lost(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_restart, "DOWN_SECONDS", 0.3)
    done = hall.run(server_restart.restart(hall, seed=1, phones=30))
    assert done.wrong == []
    assert len(done.back) == 30
    assert done.verdict.acked == 3
