"""What later figures about people must agree with"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        'workshop', sa.Column('disclosed', sa.JSON(), nullable=False, server_default='{}')
    )


def downgrade() -> None:
    """Drop the column."""
    op.drop_column('workshop', 'disclosed')
