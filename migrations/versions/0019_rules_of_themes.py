"""Rules of themes"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('theme', sa.Column('rank_places', sa.Integer(), nullable=True))
    op.add_column('theme', sa.Column('rule', sa.String(), nullable=True))
    op.add_column('theme', sa.Column('tie_policy', sa.String(), nullable=True))
    op.add_column('theme', sa.Column('quorum', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('theme', 'quorum')
    op.drop_column('theme', 'tie_policy')
    op.drop_column('theme', 'rule')
    op.drop_column('theme', 'rank_places')
