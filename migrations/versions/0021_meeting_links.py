"""Where members of a group who are elsewhere take part in it"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'breakout_group',
        sa.Column('meeting_link', sa.String(), nullable=False, server_default=''),
    )


def downgrade() -> None:
    op.drop_column('breakout_group', 'meeting_link')
