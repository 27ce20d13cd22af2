"""The two-stage final vote"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('asked',
    sa.Column('contest_id', sa.String(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_asked_contest_id_contest'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_asked_participant_id_participant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('contest_id', 'participant_id', name=op.f('pk_asked')),
    sqlite_with_rowid=False
    )
    op.create_table('concern',
    sa.Column('contest_id', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('option', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['contest_id'], ['contest.id'], name=op.f('fk_concern_contest_id_contest'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('contest_id', 'key', 'option', name=op.f('pk_concern')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('concern')
    op.drop_table('asked')
