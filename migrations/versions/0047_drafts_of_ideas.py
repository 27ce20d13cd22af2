"""Which draft began with an idea"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

FOREIGN_KEY = 'fk_idea_recommendation_id_recommendation'
SAVE = 'CREATE TEMPORARY TABLE grouped AS SELECT id, grouped_under_id FROM idea'
RESTORE = """
    UPDATE idea SET grouped_under_id =
    (SELECT grouped.grouped_under_id FROM grouped WHERE grouped.id = idea.id)
"""


@contextmanager
def groups_kept() -> Iterator[None]:
    """Keep the groups of ideas, which are lost when SQLite replaces the table."""
    op.execute(SAVE)
    yield
    op.execute(RESTORE)
    op.execute('DROP TABLE grouped')


def upgrade() -> None:
    """Add the column."""
    with groups_kept(), op.batch_alter_table('idea') as batch:
        batch.add_column(sa.Column('recommendation_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(
            FOREIGN_KEY, 'recommendation', ['recommendation_id'], ['id'], ondelete='SET NULL'
        )


def downgrade() -> None:
    """Without it."""
    with groups_kept(), op.batch_alter_table('idea') as batch:
        batch.drop_constraint(FOREIGN_KEY, type_='foreignkey')
        batch.drop_column('recommendation_id')
