"""The key in the address of a report's public page"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No report has a public page at first."""
    op.add_column('workshop', sa.Column('public_key', sa.String(), nullable=True))
    op.create_index(op.f('ix_workshop_public_key'), 'workshop', ['public_key'], unique=True)


def downgrade() -> None:
    """Drop the public pages."""
    op.drop_index(op.f('ix_workshop_public_key'), table_name='workshop')
    op.drop_column('workshop', 'public_key')
