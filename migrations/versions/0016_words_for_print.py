"""Other words of a recommendation for print"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("printed_as", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("recommendation", "printed_as")
