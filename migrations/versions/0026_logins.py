"""Logins of organizers"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'login',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organizer_id', sa.Integer(), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['organizer_id'],
            ['organizer.id'],
            name=op.f('fk_login_organizer_id_organizer'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_login')),
    )
    op.create_index(op.f('ix_login_organizer_id'), 'login', ['organizer_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_login_organizer_id'), table_name='login')
    op.drop_table('login')
