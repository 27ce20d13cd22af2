"""What organizers decide about the form of the report"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "workshop", sa.Column("report_choices", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column("recommendation", sa.Column("printed", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("recommendation", "printed")
    op.drop_column("workshop", "report_choices")
