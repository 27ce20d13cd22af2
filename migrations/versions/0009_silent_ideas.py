"""Silent ideas, and where a group is with them"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('idea',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=True),
    sa.Column('beside_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['beside_id'], ['idea.id'], name=op.f('fk_idea_beside_id_idea'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['group_id'], ['breakout_group.id'], name=op.f('fk_idea_group_id_breakout_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['issue_id'], ['issue.id'], name=op.f('fk_idea_issue_id_issue'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_idea_participant_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea'))
    )
    with op.batch_alter_table('idea', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_group_id'), ['group_id'], unique=False)

    with op.batch_alter_table('breakout_group', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ideas', sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('breakout_group', schema=None) as batch_op:
        batch_op.drop_column('ideas')

    with op.batch_alter_table('idea', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_group_id'))

    op.drop_table('idea')
