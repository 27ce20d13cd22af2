"""Alembic's entry point: migrate with the connection from polling.core.migrate."""

from typing import Literal

from alembic import context

import polling.models  # noqa: F401  the tables must be known
from polling.core.db import Base, UTCDateTime


def render_item(_kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations must not import our code: our column type is a plain timestamp in the database."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
