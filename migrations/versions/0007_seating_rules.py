"""What organizers ask of single people's seats"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seating_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_seating_rule_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (
                ("workshop_id", "workshop"),
                ("one_id", "participant"),
                ("other_id", "participant"),
                ("group_id", "breakout_group"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_rule")),
    )
    op.create_index(op.f("ix_seating_rule_workshop_id"), "seating_rule", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("seating_rule")
