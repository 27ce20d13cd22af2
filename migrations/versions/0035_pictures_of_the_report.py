"""Pictures of the report: one for its cover, and logos"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        'report_picture',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workshop_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('alt', sa.String(), nullable=False),
        sa.Column('media_type', sa.String(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['workshop_id'],
            ['workshop.id'],
            name=op.f('fk_report_picture_workshop_id_workshop'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_report_picture')),
    )
    op.create_index(op.f('ix_report_picture_workshop_id'), 'report_picture', ['workshop_id'])


def downgrade() -> None:
    """Drop the table."""
    op.drop_index(op.f('ix_report_picture_workshop_id'), table_name='report_picture')
    op.drop_table('report_picture')
