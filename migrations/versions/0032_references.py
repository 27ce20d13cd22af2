"""References of themes, issues and recommendations

Earlier votes have none; their rows get references when they are next frozen or published.
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

TABLES = ('theme', 'issue', 'recommendation')


def upgrade() -> None:
    """References are empty at first."""
    for table in TABLES:
        op.add_column(
            table, sa.Column('reference', sa.String(), nullable=False, server_default='')
        )
    op.add_column(
        'workshop', sa.Column('last_references', sa.JSON(), nullable=False, server_default='{}')
    )


def downgrade() -> None:
    """Drop the references."""
    op.drop_column('workshop', 'last_references')
    for table in TABLES:
        op.drop_column(table, 'reference')
