"""Damaged updates are refused, or only change text within its limits."""

from tests.breakouts.drafting.fuzz_updates import Attack
from tests.breakouts.drafting.group_at_work import Table

ENOUGH = 300


def test_damaged_updates_do_no_damage(table: Table) -> None:
    attack = Attack(table)
    attack.run(ENOUGH)
    assert sum(attack.answers.values()) == ENOUGH
    assert attack.answers["draft-refused"] > ENOUGH / 2
    assert attack.damage() == []
