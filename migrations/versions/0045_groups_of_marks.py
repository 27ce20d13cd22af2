"""Marks of agreement count in the group where they were given"""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

TABLE, INDEX = 'agreement_mark', 'ix_agreement_mark_group_id'
FOREIGN_KEY = 'fk_agreement_mark_group_id_breakout_group'

# A merged text has several groups. Its authors are in one of them, unless they have moved since.
GROUP = """
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM recommendation AS part WHERE part.merged_into_id = written.id)
        THEN coalesce(participant.group_id, written.group_id)
        ELSE coalesce(written.group_id, participant.group_id)
    END
    FROM recommendation AS written, participant
    WHERE written.id = agreement_mark.recommendation_id
    AND participant.id = agreement_mark.participant_id
"""


def upgrade() -> None:
    """Add the group, as far as it is known."""
    op.add_column(TABLE, sa.Column('group_id', sa.Integer(), nullable=True))
    op.execute(f'UPDATE agreement_mark SET group_id = ({GROUP})')  # noqa: S608
    op.execute('DELETE FROM agreement_mark WHERE group_id IS NULL')
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column('group_id', existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(
            FOREIGN_KEY, 'breakout_group', ['group_id'], ['id'], ondelete='CASCADE'
        )
        batch.create_index(INDEX, ['group_id'])


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index(INDEX)
        batch.drop_constraint(FOREIGN_KEY, type_='foreignkey')
        batch.drop_column('group_id')
