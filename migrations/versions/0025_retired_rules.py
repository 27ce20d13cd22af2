"""Votes that have not been counted use the successor of a retired rule"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

SUCCESSORS = {
    'ranked-pairs': 'schulze',
    'stv': 'instant-runoff',
    'sequential-pav': 'equal-shares',
    'mean-score': 'score',
}
workshop = sa.table('workshop', sa.column('id'), sa.column('settings', sa.JSON))
theme = sa.table('theme', sa.column('id'), sa.column('rule'))
contest = sa.table(
    'contest', sa.column('id'), sa.column('kind'), sa.column('state'), sa.column('rule', sa.JSON)
)


def upgrade() -> None:
    replace_in(workshop, workshop.c.settings)
    # A rating counts by mean score; counted votes keep their rule and result.
    uncounted = sa.and_(contest.c.kind == 'ranking', contest.c.state.in_(['waiting', 'open']))
    replace_in(contest, contest.c.rule, uncounted)
    for retired, successor in SUCCESSORS.items():
        op.execute(theme.update().where(theme.c.rule == retired).values(rule=successor))


def replace_in(table: Any, column: Any, where: Any = sa.true()) -> None:
    """Replace the value of "rule" in a column of JSON objects."""
    connection = op.get_bind()
    for row_id, stored in connection.execute(sa.select(table.c.id, column).where(where)).all():
        successor = SUCCESSORS.get((stored or {}).get('rule', ''))
        if successor:
            changed = table.update().where(table.c.id == row_id)
            connection.execute(changed.values({column: {**stored, 'rule': successor}}))


def downgrade() -> None:
    pass
