"""Which frozen reports came with a workshop's file"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """They are older than the workshop."""
    op.add_column(
        'report_version',
        sa.Column('imported', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    version = sa.table(
        'report_version',
        sa.column('workshop_id', sa.Integer),
        sa.column('frozen_at', sa.DateTime),
        sa.column('imported', sa.Boolean),
    )
    workshop = sa.table(
        'workshop', sa.column('id', sa.Integer), sa.column('created_at', sa.DateTime)
    )
    created = sa.select(workshop.c.created_at).where(workshop.c.id == version.c.workshop_id)
    older = version.c.frozen_at < created.scalar_subquery()
    op.execute(version.update().where(older).values(imported=sa.true()))


def downgrade() -> None:
    """Without it."""
    op.drop_column('report_version', 'imported')
