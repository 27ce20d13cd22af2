"""Recommendations that become one, and where each comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain SQL that both databases accept: to add a foreign key, Alembic would rebuild the table on
    # SQLite, and dropping the old one would delete rows that refer to it.
    op.execute(
        "ALTER TABLE recommendation ADD COLUMN merged_into_id INTEGER "
        "CONSTRAINT fk_recommendation_merged_into_id_recommendation "
        "REFERENCES recommendation (id) ON DELETE SET NULL"
    )
    op.create_index(op.f("ix_recommendation_merged_into_id"), "recommendation", ["merged_into_id"])
    op.add_column(
        "recommendation", sa.Column("split_from", sa.String(), nullable=False, server_default="")
    )
    op.create_table(
        "merging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("actors", sa.JSON(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column("first_agrees", sa.Boolean(), nullable=True),
        sa.Column("second_agrees", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_merging_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["recommendation.id"],
            name=op.f("fk_merging_first_id_recommendation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["recommendation.id"],
            name=op.f("fk_merging_second_id_recommendation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_merging_issue_id_issue"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merging")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_merging_first_id")),
    )
    op.create_index(op.f("ix_merging_workshop_id"), "merging", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("merging")
    op.drop_index(op.f("ix_recommendation_merged_into_id"), "recommendation")
    op.drop_column("recommendation", "split_from")
    op.drop_column("recommendation", "merged_into_id")
