"""Decisions about votes no longer contain an organizer's e-mail address"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

CONTEST = sa.table('contest', sa.column('id', sa.String), sa.column('decision', sa.JSON))
WORKSHOP = sa.table(
    'workshop', sa.column('id', sa.Integer), sa.column('imported_results', sa.JSON)
)


def upgrade() -> None:
    """The log says who decided."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(CONTEST)).mappings().all():
        if 'by' in row['decision']:
            values = {'decision': _unnamed(row['decision'])}
            connection.execute(CONTEST.update().where(CONTEST.c.id == row['id']).values(values))
    for row in connection.execute(sa.select(WORKSHOP)).mappings().all():
        if contests := row['imported_results'].get('contests'):
            contests = [
                {**one, 'decision': _unnamed(one['decision'])} if 'decision' in one else one
                for one in contests
            ]
            values = {'imported_results': {**row['imported_results'], 'contests': contests}}
            connection.execute(WORKSHOP.update().where(WORKSHOP.c.id == row['id']).values(values))


def _unnamed(decision: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in decision.items() if key != 'by'}


def downgrade() -> None:
    """The earlier version does not need it."""
