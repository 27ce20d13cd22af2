"""Answers to the survey that organizers and the report see; earlier answers have been seen"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All answers are released."""
    op.add_column('survey_response', sa.Column('shown', sa.JSON(), nullable=True))
    op.execute('UPDATE survey_response SET shown = answers')


def downgrade() -> None:
    """Answers are seen as soon as they are sent."""
    op.drop_column('survey_response', 'shown')
