"""The time zone of a workshop"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'workshop', sa.Column('time_zone', sa.String(), nullable=False, server_default='')
    )


def downgrade() -> None:
    op.drop_column('workshop', 'time_zone')
