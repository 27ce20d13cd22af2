"""Votes and surveys that were closed are in the second round of revisions"""

from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A close set all revisions to 0."""
    op.execute('UPDATE ballot SET revision = 1000000 WHERE revision = 0')
    op.execute('UPDATE survey_response SET revision = 1000000 WHERE revision = 0')


def downgrade() -> None:
    """The earlier version takes any revision after a close."""
    op.execute('UPDATE ballot SET revision = 0 WHERE revision >= 1000000')
    op.execute('UPDATE survey_response SET revision = 0 WHERE revision >= 1000000')
