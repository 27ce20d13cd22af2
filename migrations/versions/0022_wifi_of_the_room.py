"""The Wi-Fi that phones in the room can use"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ('wifi_name', 'wifi_password'):
        op.add_column(
            'workshop', sa.Column(name, sa.String(), nullable=False, server_default='')
        )


def downgrade() -> None:
    for name in ('wifi_password', 'wifi_name'):
        op.drop_column('workshop', name)
