"""Votes are counted at the reveal, their turnout frozen at the close, and revisions levelled"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

TURNOUT = ('present', 'voted', 'paper', 'electorate', 'sectors', 'presence')
RETIRED = ('ranked-pairs', 'stv', 'sequential-pav')  # as rules of rankings; see 0025
CONTEST = sa.table(
    'contest',
    sa.column('id', sa.String),
    sa.column('workshop_id', sa.Integer),
    sa.column('kind', sa.String),
    sa.column('state', sa.String),
    sa.column('rule', sa.JSON),
    sa.column('turnout', sa.JSON),
    sa.column('result', sa.JSON),
    sa.column('decision', sa.JSON),
)


def upgrade() -> None:
    for column, empty in (('turnout', '{}'), ('reopened', '[]')):
        op.add_column(
            'contest', sa.Column(column, sa.JSON(), nullable=False, server_default=empty)
        )
    _forget_results_before_the_reveal()
    _level_revisions()


def _forget_results_before_the_reveal() -> None:
    """Keep only the turnout of closed votes.

    A vote with a decision by hand is final, and so is one that cannot be counted again, because its
    rule is no longer offered.
    """
    connection = op.get_bind()
    contests = connection.execute(sa.select(CONTEST)).mappings().all()
    rated = {one['workshop_id'] for one in contests if one['kind'] == 'finalists'}
    for one in contests:
        result = one['result']
        if not result:
            continue
        changes: dict[str, Any] = {'turnout': {name: result[name] for name in TURNOUT if name in result}}
        if one['state'] == 'closed':
            decided = one['decision'] or (one['kind'] == 'rating' and one['workshop_id'] in rated)
            final = decided or one['rule'].get('rule') in RETIRED
            name, value = ('state', 'counted') if final else ('result', {})
            changes[name] = value
        connection.execute(CONTEST.update().where(CONTEST.c.id == one['id']).values(changes))


def _level_revisions() -> None:
    op.execute(
        "UPDATE ballot SET revision = 0 WHERE contest_id IN"
        " (SELECT id FROM contest WHERE state NOT IN ('waiting', 'open'))"
    )
    op.execute(
        'UPDATE survey_response SET revision = 0 WHERE workshop_id IN'
        ' (SELECT id FROM workshop WHERE NOT survey_open)'
    )


def downgrade() -> None:
    op.execute("UPDATE contest SET state = 'closed' WHERE state = 'counted'")
    for column in ('turnout', 'reopened'):
        op.drop_column('contest', column)
