"""Practice runs, and the workshops that they are copies of"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """So far, the demos are the only practice runs."""
    op.add_column(
        'workshop',
        sa.Column('practice', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # As SQL: Alembic would rebuild SQLite's table, and foreign keys would delete rows that refer to
    # it.
    op.execute(
        'ALTER TABLE workshop ADD COLUMN practice_of INTEGER '
        'CONSTRAINT fk_workshop_practice_of_workshop REFERENCES workshop (id) ON DELETE SET NULL'
    )
    op.create_index(op.f('ix_workshop_practice_of'), 'workshop', ['practice_of'])
    op.execute('UPDATE workshop SET practice = demo')


def downgrade() -> None:
    """Drop the columns."""
    op.drop_index(op.f('ix_workshop_practice_of'), table_name='workshop')
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('ALTER TABLE workshop DROP COLUMN practice_of')
    else:
        op.drop_column('workshop', 'practice_of')
    op.drop_column('workshop', 'practice')
