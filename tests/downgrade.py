"""An earlier schema, for tests of migrations."""

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from polling.core import paths
from polling.core.db import engine


def downgrade(to: str) -> None:
    """Take the database back to this revision; `polling.core.migrate.upgrade` leads forward."""
    with engine().execution_options(writes=True).begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(paths.MIGRATIONS))
        settings.attributes["connection"] = connection
        command.downgrade(settings, to)
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == to
