"""The numbers of note-takers' links are not reused after a removal"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Continue after the highest number."""
    op.add_column(
        'workshop', sa.Column('last_note_link', sa.Integer(), nullable=False, server_default='0')
    )
    op.execute(
        'UPDATE workshop SET last_note_link = coalesce('
        '(SELECT max(number) FROM note_link WHERE note_link.workshop_id = workshop.id), 0)'
    )


def downgrade() -> None:
    """Without it."""
    op.drop_column('workshop', 'last_note_link')
