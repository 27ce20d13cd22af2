"""The version of what participants' pages show, apart from that of all pages"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until the next change, it is the version of all pages."""
    op.add_column(
        'workshop', sa.Column('phones_version', sa.Integer(), nullable=False, server_default='1')
    )
    op.execute('UPDATE workshop SET phones_version = version')


def downgrade() -> None:
    """Without it."""
    op.drop_column('workshop', 'phones_version')
