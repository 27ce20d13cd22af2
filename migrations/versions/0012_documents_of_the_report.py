"""Shared documents that belong to a workshop's report"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "workshop", sa.Column("document", sa.String(), nullable=False, server_default="")
    )
    workshop = sa.table("workshop", sa.column("id"), sa.column("document"))
    connection = op.get_bind()
    for key in connection.scalars(sa.select(workshop.c.id)).all():
        named = workshop.update().where(workshop.c.id == key)
        connection.execute(named.values(document=secrets.token_hex(8)))
    _renew(_columns(owned_by_workshops=True), ("group_id", "data", "at"))


def downgrade() -> None:
    _renew(_columns(owned_by_workshops=False), ("group_id", "data", "at"))
    op.drop_column("workshop", "document")


def _renew(columns: list[sa.schema.SchemaItem], kept: tuple[str, ...]) -> None:
    """Rebuild the table with its rows in order; nothing refers to it."""
    updates = sa.table("document_update", sa.column("id"), *map(sa.column, kept))
    connection = op.get_bind()
    stored = sa.select(*(updates.c[name] for name in kept)).order_by(updates.c.id)
    rows = connection.execute(stored.where(updates.c.group_id.is_not(None))).mappings().all()
    op.drop_index(op.f("ix_document_update_group_id"), "document_update")
    op.drop_table("document_update")
    op.create_table("document_update", *columns)
    op.create_index(op.f("ix_document_update_group_id"), "document_update", ["group_id"])
    if any(getattr(column, "name", None) == "workshop_id" for column in columns):
        op.create_index(op.f("ix_document_update_workshop_id"), "document_update", ["workshop_id"])
    if rows:
        connection.execute(updates.insert(), [dict(row) for row in rows])


def _columns(*, owned_by_workshops: bool) -> list[sa.schema.SchemaItem]:
    columns: list[sa.schema.SchemaItem] = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=owned_by_workshops),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["breakout_group.id"],
            name=op.f("fk_document_update_group_id_breakout_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_update")),
    ]
    if owned_by_workshops:
        columns += [
            sa.Column("workshop_id", sa.Integer(), nullable=True),
            sa.ForeignKeyConstraint(
                ["workshop_id"],
                ["workshop.id"],
                name=op.f("fk_document_update_workshop_id_workshop"),
                ondelete="CASCADE",
            ),
            sa.CheckConstraint(
                "(group_id IS NULL) <> (workshop_id IS NULL)",
                name=op.f("ck_document_update_one_owner"),
            ),
        ]
    return columns
