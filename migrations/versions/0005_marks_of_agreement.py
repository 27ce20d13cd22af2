"""Marks of agreement, and what a group is reading back"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mark',
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('stance', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('wording', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_mark_participant_id_participant'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendation.id'], name=op.f('fk_mark_recommendation_id_recommendation'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('recommendation_id', 'participant_id', name=op.f('pk_mark'))
    )
    with op.batch_alter_table('breakout_group', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reading', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('breakout_group', schema=None) as batch_op:
        batch_op.drop_column('reading')

    op.drop_table('mark')
