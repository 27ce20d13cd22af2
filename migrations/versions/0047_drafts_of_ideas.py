"""Which draft began with an idea"""

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

FOREIGN_KEY = 'fk_idea_recommendation_id_recommendation'


def upgrade() -> None:
    with op.batch_alter_table('idea') as batch:
        batch.add_column(sa.Column('recommendation_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(
            FOREIGN_KEY, 'recommendation', ['recommendation_id'], ['id'], ondelete='SET NULL'
        )


def downgrade() -> None:
    with op.batch_alter_table('idea') as batch:
        batch.drop_constraint(FOREIGN_KEY, type_='foreignkey')
        batch.drop_column('recommendation_id')
