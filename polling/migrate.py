"""Bring a database to the current schema, from nothing or from any earlier version."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Engine

from polling import paths


def upgrade(engine: Engine) -> None:
    """Create or migrate; does nothing when the schema is current."""
    if engine.url.database and engine.dialect.name == "sqlite":
        _make_folder(engine.url.database)
    with engine.execution_options(writes=True).begin() as connection:
        settings = AlembicConfig()
        settings.set_main_option("script_location", str(paths.MIGRATIONS))
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def _make_folder(database: str) -> None:
    Path(database).parent.mkdir(parents=True, exist_ok=True)
