"""What members of a group answer when two recommendations may become one"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('merging_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=True),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['breakout_group.id'], name=op.f('fk_consent_group_id_breakout_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['merging_id'], ['merging.id'], name=op.f('fk_consent_merging_id_merging'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_consent_participant_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    op.create_index(op.f('ix_consent_merging_id'), 'consent', ['merging_id'], unique=False)


def downgrade() -> None:
    op.drop_table('consent')
