"""Who presents for a group, and what others say to it"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "participant",
        sa.Column("presents", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_comment_recommendation_id_recommendation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_comment_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "recommendation_id",
            "participant_id",
            "kind",
            name=op.f("uq_comment_recommendation_id"),
        ),
    )
    op.create_index(op.f("ix_comment_recommendation_id"), "comment", ["recommendation_id"])
    op.create_index(op.f("ix_comment_participant_id"), "comment", ["participant_id"])


def downgrade() -> None:
    op.drop_table("comment")
    op.drop_column("participant", "presents")
