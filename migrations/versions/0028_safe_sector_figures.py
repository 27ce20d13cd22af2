"""Raise privacy thresholds to five, and remove figures by sector that gave ballots away"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SMALLEST = 5
WORKSHOP = sa.table(
    "workshop",
    sa.column("id", sa.Integer),
    sa.column("settings", sa.JSON),
    sa.column("imported", sa.JSON),
)
CONTEST = sa.table(
    "contest",
    sa.column("id", sa.String),
    sa.column("state", sa.String),
    sa.column("pools", sa.JSON),
    sa.column("result", sa.JSON),
)
BALLOT = sa.table("ballot", sa.column("contest_id", sa.String), sa.column("sector", sa.String))


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(WORKSHOP)).mappings().all():
        imported = dict(row["imported"])
        for contest in imported.get("contests", []):
            contest["result"] = _without_sectors(contest["result"])
        values = {"settings": _raised(row["settings"], "smallest_cell"), "imported": imported}
        connection.execute(WORKSHOP.update().where(WORKSHOP.c.id == row["id"]).values(values))
    for row in connection.execute(sa.select(CONTEST)).mappings().all():
        values = {"pools": row["pools"], "result": _without_sectors(row["result"])}
        if row["pools"].get("smallest", SMALLEST) < SMALLEST:
            values["pools"] = _raised(row["pools"], "smallest")
            if row["state"] != "revealed":
                _forget_pools(connection, row["id"], values["pools"])
        connection.execute(CONTEST.update().where(CONTEST.c.id == row["id"]).values(values))


def _raised(settings: dict[str, Any], name: str) -> dict[str, Any]:
    raised = {name: max(SMALLEST, settings[name])} if name in settings else {}
    return settings | raised


def _without_sectors(result: dict[str, Any]) -> dict[str, Any]:
    """Remove the figures: ballots no longer have sectors, so they cannot be computed again."""
    kept = {name: value for name, value in result.items() if name != "by_sector"}
    if kept.get("explained"):
        kept["explained"] = {**kept["explained"], "by_sector": None}
    return kept


def _forget_pools(connection: sa.Connection, contest_id: str, pools: dict[str, Any]) -> None:
    """Remove the pools of unrevealed votes, which may contain one person, from all ballots."""
    for name in ("attribute", "of", "other", "question"):
        pools.pop(name, None)
    of_contest = BALLOT.c.contest_id == contest_id
    connection.execute(BALLOT.update().where(of_contest).values(sector=""))


def downgrade() -> None:
    """The earlier version can read this data too."""
