"""Practice runs, and the workshops that they are copies of"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The demos are the only practice runs so far."""
    op.add_column(
        'workshop',
        sa.Column('practice', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # As SQL: Alembic would make SQLite's table again, and the foreign keys delete what is in it.
    op.execute(
        'ALTER TABLE workshop ADD COLUMN practice_of INTEGER '
        'CONSTRAINT fk_workshop_practice_of_workshop REFERENCES workshop (id) ON DELETE SET NULL'
    )
    op.create_index(op.f('ix_workshop_practice_of'), 'workshop', ['practice_of'])
    op.execute('UPDATE workshop SET practice = demo')


def downgrade() -> None:
    """Without them."""
    op.drop_index(op.f('ix_workshop_practice_of'), table_name='workshop')
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('ALTER TABLE workshop DROP COLUMN practice_of')
    else:
        op.drop_column('workshop', 'practice_of')
    op.drop_column('workshop', 'practice')
