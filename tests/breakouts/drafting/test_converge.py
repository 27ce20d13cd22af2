"""Eight people draft with lost connections and two server crashes, and nothing is lost."""

import asyncio

from tests.breakouts.drafting.convergence import converge
from tests.breakouts.drafting.group_at_work import Table
from tests.server import Server


def test_all_replicas_and_columns_are_equal_and_no_acknowledged_word_is_missing(
    table: Table,
) -> None:
    with Server() as server:
        outcome = asyncio.run(converge(table, server, seed=1, edits=80))
    assert outcome.wrong == []
    assert (outcome.edits, outcome.kills) == (8 * 80, 2)
    assert outcome.vanished > 0
    assert outcome.words > 100
