"""Results that the screen has not shown are called "unshown", no longer "held" """

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

WORKSHOP = sa.table('workshop', sa.column('id', sa.Integer), sa.column('screen_state', sa.JSON))


def upgrade() -> None:
    """Rename the key."""
    _rename('held', 'unshown')


def downgrade() -> None:
    """Rename it back."""
    _rename('unshown', 'held')


def _rename(before: str, after: str) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(WORKSHOP)).mappings().all():
        if before in row['screen_state']:
            state = {after if key == before else key: v for key, v in row['screen_state'].items()}
            found = WORKSHOP.update().where(WORKSHOP.c.id == row['id'])
            connection.execute(found.values(screen_state=state))
