"""A hostile crowd, for a moment."""

import asyncio

from tests.faults.hall import Hall
from tests.faults.hostile import hostile


def test_hostile_payloads_are_refused_and_cost_neither_an_error_nor_memory(hall: Hall) -> None:
    done = asyncio.run(hostile(hall, seed=1, payloads=400))
    assert done.wrong == []
    assert sum(done.sent.values()) == 400
