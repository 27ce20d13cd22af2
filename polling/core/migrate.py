"""Migrate a database to the current schema, from an empty one or any earlier version."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from polling.core import paths
from polling.core.errors import CannotServe
from polling.core.private_files import make_sqlite_private


def upgrade(engine: Engine) -> None:
    """Create or migrate the schema; does nothing if it is current.

    Raises CannotServe if it is unknown, or if the database refuses a step.
    """
    if engine.url.database and engine.dialect.name == "sqlite":
        make_sqlite_private(Path(engine.url.database))
    with engine.execution_options(writes=True).begin() as connection:
        if MigrationContext.configure(connection).get_current_heads() == newest():
            return
        if engine.dialect.name == "postgresql":  # a step may compute for long
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        settings = _settings()
        settings.attributes["connection"] = connection
        try:
            command.upgrade(settings, "head")
        except OperationalError:
            raise  # it is locked, full or out of reach
        except (CommandError, DBAPIError) as error:
            reason = str(getattr(error, "orig", error)).partition("\n")[0].removesuffix(".")
            raise CannotServe(
                "The database cannot be upgraded. Set DATABASE_URL or DATA_DIR to another one, or "
                f"install the version of polling that it belongs to: {reason}."
            ) from error


@cache
def newest() -> tuple[str, ...]:
    """Return the current schema's revision, cached because Alembic must load every migration."""
    return tuple(ScriptDirectory.from_config(_settings()).get_heads())


def _settings() -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(paths.MIGRATIONS))
    return settings
