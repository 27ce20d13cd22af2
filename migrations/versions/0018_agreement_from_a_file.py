"""How far groups agreed, as a file has it"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('recommendation', sa.Column('agreement_of_file', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('recommendation', 'agreement_of_file')
